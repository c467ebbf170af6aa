type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * For a control's `ref`: what a person typed, or the browser filled in, before the page's script
 * ran is in the control and not in React's state. It is told as if it were typed now.
 */
export function adoptTyped(control: Control | null): void {
  if (control === null || control instanceof HTMLSelectElement) return;
  const typed = control.value;
  if (typed === control.defaultValue) return;
  // React ignores an event whose value it has seen: it sees another one first.
  control.value = control.defaultValue;
  setNatively(control, typed);
  queueMicrotask(() => control.dispatchEvent(new Event("input", { bubbles: true })));
}

// React watches the property of the element itself; the prototype's setter goes past it.
function setNatively(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const owner =
    control instanceof HTMLInputElement
      ? HTMLInputElement.prototype
      : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(owner, "value")?.set?.call(control, value);
}
