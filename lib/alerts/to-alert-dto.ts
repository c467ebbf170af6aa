import { toIso, toIsoOrNull } from "../clock";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import type { AlertRow } from "./alert.repo";
import { countMembersOf, listAccountIds } from "./list-alerts.repo";
import type { AlertDto } from "./dto";
import { mayBeAcknowledged } from "./may-be-acknowledged.pure";
import { seesWhole } from "./sees-whole.pure";

/** For a caller who sees these accounts. */
export async function toAlertDto(
  q: Queryable,
  { row, accounts }: { row: AlertRow; accounts: AccountScope },
): Promise<AlertDto> {
  return toDto(row, await readCompanions(q, { rows: [row], accounts }));
}

export async function toAlertDtos(q: Queryable, shown: Shown): Promise<AlertDto[]> {
  const companions = await readCompanions(q, shown);
  return shown.rows.map((row) => toDto(row, companions));
}

interface Shown {
  rows: readonly AlertRow[];
  accounts: AccountScope;
}

interface Companions {
  /** The 12 digits by accounts.id. */
  accountIds: ReadonlyMap<string, string>;
  /** Of alerts whose rows do not say it: closed ones, and those that concern more than is seen. */
  memberCounts: ReadonlyMap<string, number>;
  accounts: AccountScope;
}

async function readCompanions(q: Queryable, { rows, accounts }: Shown): Promise<Companions> {
  const refs = rows.flatMap(({ accountRef }) => (accountRef === null ? [] : [accountRef]));
  const closed = rows.filter(({ closedAt }) => closedAt !== null);
  const wide = rows.filter((row) => row.closedAt === null && !seesWhole(accounts, row));
  const count = (of: readonly AlertRow[], cleared: boolean) =>
    countMembersOf(q, { alertIds: of.map(({ id }) => id), cleared, accounts });
  const zeros = wide.map(({ id }) => [id, 0] as const);
  return {
    accountIds: await listAccountIds(q, [...new Set(refs)]),
    memberCounts: new Map([
      ...zeros,
      ...(await count(wide, false)),
      ...(await count(closed, true)),
    ]),
    accounts,
  };
}

function toDto(row: AlertRow, { accountIds, memberCounts, accounts }: Companions): AlertDto {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    status: row.status,
    accountRef: row.accountRef,
    title: row.title,
    message: row.message,
    suggestion: row.suggestion,
    link: row.link,
    openedAt: toIso(row.openedAt),
    lastSeenAt: toIso(row.lastSeenAt),
    acknowledgedAt: toIsoOrNull(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy,
    closedAt: toIsoOrNull(row.closedAt),
    closedReason: row.closedReason,
    escalateAt: toIsoOrNull(row.escalateAt),
    accountId: row.accountRef === null ? null : (accountIds.get(row.accountRef) ?? null),
    memberCount: memberCounts.get(row.id) ?? row.memberCount,
    mayBeAcknowledged: mayBeAcknowledged(row) && seesWhole(accounts, row),
  };
}
