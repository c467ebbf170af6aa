/** For a `ref`: takes the focus over from a button that has gone. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
