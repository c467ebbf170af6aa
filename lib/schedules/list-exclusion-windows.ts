import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { ExclusionWindowDto } from "./exclusion-dto";
import { ListExclusionWindowsQuery, type ListExclusionWindowsInput } from "./exclusion-schemas";
import { countExclusionWindows, listExclusionWindowPage } from "./exclusion-windows.repo";
import { toExclusionWindowDto } from "./to-exclusion-window-dto";

const OWNER = { list: "exclusion-windows" } as const;

/** By name. */
export async function listExclusionWindows(
  ctx: Context,
  input: ListExclusionWindowsInput = {},
): Promise<Page<ExclusionWindowDto>> {
  requirePermission(ctx, "schedules.read");
  const { schedule: scheduleId, cursor, limit } = ListExclusionWindowsQuery.parse(input);
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  return toPage({
    owner: OWNER,
    rows: await listExclusionWindowPage(db.read, {
      scheduleId,
      cursor: decodeCursor(OWNER, cursor),
      limit,
    }),
    limit,
    total: await countExclusionWindows(db.read, scheduleId),
    cursorOf: ({ window }) => [window.name, window.id] as const,
    toItem: (row) => toExclusionWindowDto(row, now),
  });
}
