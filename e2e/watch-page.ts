import type { Page } from "@playwright/test";

export interface PageWatch {
  /** What must not be: console errors and warnings, uncaught errors, violations of the policy. */
  problems: string[];
  /** Of a problem that a test provokes. */
  allow: (pattern: RegExp) => void;
}

/** Remembers everything a page complains of. */
export function watchPage(page: Page): PageWatch {
  const problems: string[] = [];
  const allowed: RegExp[] = [];
  const add = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) problems.push(text);
  };
  page.on("console", (message) => {
    const type = message.type();
    if (type !== "error" && type !== "warning") return;
    add(`console ${type}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => add(`uncaught: ${error.message}`));
  page.on("dialog", (dialog) => {
    add(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { problems, allow: (pattern) => allowed.push(pattern) };
}
