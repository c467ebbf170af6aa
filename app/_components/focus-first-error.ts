/** What nobody mends letter by letter: a code, or the password that proves. */
const TYPED_ANEW = "[name='code'], [autocomplete='current-password']";

/** Leads the keyboard to what is wrong; what is typed anew as a whole is selected. */
export function focusFirstError(form: HTMLElement | null): void {
  const wrong = form?.querySelector<HTMLElement>("[aria-invalid='true']");
  wrong?.focus();
  if (wrong instanceof HTMLInputElement && wrong.matches(TYPED_ANEW)) wrong.select();
}
