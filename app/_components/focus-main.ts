/** For what takes its own button away: the keyboard goes on from the page's content, not from its top. */
export function focusMain(): void {
  document.getElementById("main")?.focus({ preventScroll: true });
}
