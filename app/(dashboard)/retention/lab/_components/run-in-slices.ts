/** A frame has 16 ms, and the page's own work wants some of it. */
const SLICE_MS = 8;

/** Runs a long calculation so that a page answers meanwhile; null once nobody waits for it. */
export async function runInSlices<T>(
  steps: Generator<void, T>,
  { signal }: { signal: AbortSignal },
): Promise<T | null> {
  let from = performance.now();
  for (;;) {
    if (signal.aborted) return null;
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - from < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    from = performance.now();
  }
}
