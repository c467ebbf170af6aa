import type { AccountScope } from "../context";
import type { ChannelRules } from "../db/schema/alerts";

export interface RuledAlert {
  severity: string;
  kind: string;
  /** Null for what concerns the whole installation: every channel's accounts are in it. */
  accountRef: string | null;
}

/** Whether a channel with these rules is told of the alert. */
export function takesAlert(rules: ChannelRules, alert: RuledAlert): boolean {
  const { severities, kinds, accountRefs } = rules;
  if (!includes(severities, alert.severity) || !includes(kinds, alert.kind)) return false;
  return alert.accountRef === null || includes(accountRefs, alert.accountRef);
}

/** Those whose troubles a channel with these rules hears of. */
export function accountsOf({ accountRefs = [] }: ChannelRules): AccountScope {
  return accountRefs.length === 0 ? "all" : accountRefs;
}

/** What is left out, or names nothing, is not asked. */
function includes(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.length === 0 || list.includes(value);
}
