import { toIso, toIsoOrNull } from "../clock";
import { EmailConfig, UrlConfig } from "./channel-config";
import type { AccountScope } from "../context";
import type { ChannelRow } from "./channel.repo";
import type { ChannelDto } from "./dto";

/** For a caller who sees these accounts. */
export function toChannelDto(row: ChannelRow, accounts: AccountScope): ChannelDto {
  const email = row.kind === "email" ? EmailConfig.parse(row.config) : null;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    enabled: row.enabled,
    step: row.step,
    ...rulesFor(row, accounts),
    host: email ? `${email.host}:${email.port}` : UrlConfig.parse(row.config).host,
    email,
    hasSecret: row.secret !== null,
    lastSentAt: toIsoOrNull(row.lastSentAt),
    lastError: isFailing(row) ? row.lastError : null,
    lastErrorAt: toIsoOrNull(row.lastErrorAt),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

function rulesFor({ rules }: ChannelRow, accounts: AccountScope) {
  const { accountRefs } = rules;
  if (accounts === "all" || accountRefs === undefined) return { rules, hasOtherAccounts: false };
  const seen = accountRefs.filter((accountRef) => accounts.includes(accountRef));
  return {
    rules: { ...rules, accountRefs: seen },
    hasOtherAccounts: seen.length < accountRefs.length,
  };
}

/** The last try did not get through. */
export function isFailing(row: Pick<ChannelRow, "lastSentAt" | "lastErrorAt">): boolean {
  return row.lastErrorAt !== null && row.lastErrorAt >= (row.lastSentAt ?? 0);
}

/** For the audit log: public fields alone. */
export function toAudited(row: ChannelRow): Record<string, unknown> {
  const { name, kind, enabled, step, rules, config } = row;
  return { name, kind, enabled, step, rules, config, hasSecret: row.secret !== null };
}
