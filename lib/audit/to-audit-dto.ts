import type { AccountScope } from "../context";
import type { AuditRow } from "./audit.repo";
import { shownInstant } from "./cell-instant.pure";
import type { AuditEntryDto } from "./dto";

/** Whatever somebody wrote into the row: it is shown with the others, and each look tells of it. */
export function toAuditDto(row: AuditRow, accounts: AccountScope): AuditEntryDto {
  const { mac: _mac, keyId: _keyId, at, before, after, awsRequestIds, ...rest } = row;
  return {
    ...rest,
    seq: accounts === "all" ? rest.seq : null,
    at: shownInstant(at),
    before: toRecord(before),
    after: toRecord(after),
    awsRequestIds: Array.isArray(awsRequestIds) ? awsRequestIds : [],
  };
}

function toRecord(cell: unknown): Record<string, unknown> | null {
  if (cell === null) return null;
  return typeof cell === "object" && !Array.isArray(cell) ? { ...cell } : { unreadable: cell };
}
