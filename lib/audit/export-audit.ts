import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import { toAuditFilter } from "./audit-filter";
import { toExportLine, toPartLine, toSelectionLine } from "./export-line.pure";
import { toFits } from "./fits-filter.pure";
import { readEverything } from "./read-everything";
import { AuditFilterQuery } from "./schemas";

/** Whether it is the whole log, by what was asked for and by what the caller sees. */
export function isWholeExport(ctx: Context, query: AuditFilterQuery): boolean {
  const given = Object.values(query).filter((value) => value !== undefined && value !== "");
  return ctx.accounts === "all" && given.length === 0;
}

/**
 * Every entry that fits, archived ones too, oldest first, as JSON lines; of the caller's accounts alone.
 * The first line of what is not the whole log says so.
 */
export function exportAudit(
  ctx: Context,
  input: AuditFilterQuery = {},
): ReadableStream<Uint8Array> {
  requirePermission(ctx, "audit.read");
  const query = AuditFilterQuery.parse(input);
  const fits = toFits(toAuditFilter(ctx, query));
  const toLine = ctx.accounts === "all" ? toExportLine : toPartLine;
  const batches = readEverything(ctx.runtime.db.read);
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (isWholeExport(ctx, query)) return;
      const at = toIso(ctx.runtime.clock.now());
      const line = toSelectionLine({ at, filters: query, accounts: ctx.accounts });
      controller.enqueue(encoder.encode(line));
    },
    async pull(controller) {
      while (!cancelled.signal.aborted) {
        const { done, value } = await batches.next();
        if (done === true) return controller.close();
        const lines = value.filter(fits).map(toLine);
        if (lines.length > 0) return controller.enqueue(encoder.encode(lines.join("")));
        // Where little fits, others have their turn between two reads.
        await turnOfTheLoop();
      }
    },
    async cancel() {
      cancelled.abort();
      await batches.return(undefined);
    },
  });
}
