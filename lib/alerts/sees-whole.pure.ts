import type { AccountScope } from "../context";

/** What concerns the whole installation, or more than one account, is whole for who sees all of them. */
export function seesWhole(
  accounts: AccountScope,
  { accountRef }: { accountRef: string | null },
): boolean {
  return accounts === "all" || accountRef !== null;
}
