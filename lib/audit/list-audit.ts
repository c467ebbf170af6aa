import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { toWalkedPage } from "../db/bounded-walk";
import { decodeCursor, encodeCursor, toPlace, type Page } from "../paging";
import { toAuditFilter } from "./audit-filter";
import { readEntries, walkEntries } from "./audit-list.repo";
import { shownInstant } from "./cell-instant.pure";
import type { AuditEntryDto } from "./dto";
import { ListAuditQuery, type ListAuditInput } from "./schemas";
import { toAuditDto } from "./to-audit-dto";

const OWNER = { list: "audit" } as const;

export type AuditPage = Page<AuditEntryDto> & {
  /** Up to there all was looked at and little found; the next page goes on. Null otherwise. */
  searchedTo: string | null;
};

/** Entries that are not archived yet, newest first. */
export async function listAudit(ctx: Context, input: ListAuditInput = {}): Promise<AuditPage> {
  requirePermission(ctx, "audit.read");
  const { limit, cursor, ...query } = ListAuditQuery.parse(input);
  const { read } = ctx.runtime.db;
  const filter = toAuditFilter(ctx, query);
  const page = { after: toPlace(decodeCursor(OWNER, cursor)), limit: limit + 1 };
  const { places, next, stoppedAt } = toWalkedPage(
    await walkEntries(read, { filter, page }),
    limit,
  );
  const rows = await readEntries(
    read,
    places.map(({ id }) => id),
  );
  return {
    items: rows.map((row) => toAuditDto(row, ctx.accounts)),
    nextCursor: next && encodeCursor(OWNER, [next.at, next.id]),
    total: null,
    searchedTo: stoppedAt && shownInstant(stoppedAt.at),
  };
}
