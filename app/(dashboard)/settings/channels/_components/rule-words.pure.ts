import type { ChannelDto } from "#lib/channels/dto";
import { ALERT_KIND_WORDS, ALERT_KINDS } from "#lib/alerts/alert-kinds";

const KINDS_NAMED = 2;

/** Which alerts a channel is told of, in a few words. */
export function toRuleWords({
  rules,
  hasOtherAccounts,
}: Pick<ChannelDto, "rules" | "hasOtherAccounts">): string {
  const { severities, kinds, accountRefs } = rules;
  const parts = [
    severityWords(severities),
    kindWords(kinds),
    accountWords(accountRefs, hasOtherAccounts),
  ];
  const said = parts.filter((part) => part !== "");
  return said.length === 0 ? "every alert" : said.join("; ");
}

function severityWords(severities: readonly string[] = []): string {
  const [only] = severities;
  if (severities.length !== 1 || only === undefined) return "";
  return only === "critical" ? "critical alone" : "warnings alone";
}

function kindWords(kinds: readonly string[] = []): string {
  if (kinds.length === 0) return "";
  if (kinds.length > KINDS_NAMED) return `${kinds.length} of ${ALERT_KINDS.length} kinds`;
  return kinds.map(toKindWord).join(", ");
}

function toKindWord(kind: string): string {
  const known = ALERT_KINDS.find((one) => one === kind);
  return known === undefined ? kind : ALERT_KIND_WORDS[known].toLowerCase();
}

function accountWords(accountRefs: readonly string[] = [], hasOthers: boolean): string {
  if (accountRefs.length === 0) return hasOthers ? "other accounts alone" : "";
  const named = accountRefs.length === 1 ? "one account" : `${accountRefs.length} accounts`;
  return hasOthers ? `${named} and others` : named;
}
