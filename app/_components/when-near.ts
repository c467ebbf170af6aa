/** Once, when the element is seen or about to be; the answer stops waiting. */
export function whenNear(element: Element, act: () => void): () => void {
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      act();
    },
    { rootMargin: "200px" },
  );
  seen.observe(element);
  return () => seen.disconnect();
}
