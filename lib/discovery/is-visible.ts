import type { Context } from "../context";

export function isVisible({ accounts }: Context, { accountRef }: { accountRef: string }): boolean {
  return accounts === "all" || accounts.includes(accountRef);
}
