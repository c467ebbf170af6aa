import { DAY } from "../clock";
import type { AccountScope, Context } from "../context";
import type { AuditFilterQuery } from "./schemas";

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/** What somebody asked for, as far as they may see it. */
export interface AuditFilter extends Omit<AuditFilterQuery, "from" | "to"> {
  accounts: AccountScope;
  /** Instants: from, inclusive, and to, exclusive. */
  fromAt: number | undefined;
  toAt: number | undefined;
}

export function toAuditFilter(
  { accounts }: Pick<Context, "accounts">,
  { from, to, ...query }: AuditFilterQuery,
): AuditFilter {
  return {
    ...query,
    accounts,
    fromAt: from === undefined ? undefined : Date.parse(from),
    toAt: to === undefined ? undefined : Date.parse(to) + (DAY_TEXT.test(to) ? DAY : 0),
  };
}
