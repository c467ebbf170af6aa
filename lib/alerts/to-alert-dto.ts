import { toIso, toIsoOrNull } from "../clock";
import type { Queryable } from "../db/client";
import type { AlertRow } from "./alert.repo";
import { countMembersOf, listAccountIds } from "./list-alerts.repo";
import type { AlertDto } from "./dto";

export async function toAlertDto(q: Queryable, row: AlertRow): Promise<AlertDto> {
  return toDto(row, await readCompanions(q, [row]));
}

export async function toAlertDtos(q: Queryable, rows: readonly AlertRow[]): Promise<AlertDto[]> {
  const companions = await readCompanions(q, rows);
  return rows.map((row) => toDto(row, companions));
}

interface Companions {
  /** The 12 digits by accounts.id. */
  accountIds: ReadonlyMap<string, string>;
  /** How many members closed alerts had. */
  memberCounts: ReadonlyMap<string, number>;
}

async function readCompanions(q: Queryable, rows: readonly AlertRow[]): Promise<Companions> {
  const refs = rows.flatMap(({ accountRef }) => (accountRef === null ? [] : [accountRef]));
  const closed = rows.filter(({ closedAt }) => closedAt !== null).map(({ id }) => id);
  return {
    accountIds: await listAccountIds(q, [...new Set(refs)]),
    memberCounts: await countMembersOf(q, closed),
  };
}

function toDto(row: AlertRow, { accountIds, memberCounts }: Companions): AlertDto {
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
  };
}
