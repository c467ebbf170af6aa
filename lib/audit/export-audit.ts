import { requirePermission } from "../auth/require-permission";
import type { AccountScope, Context } from "../context";
import { CHAINED_COLUMNS, type ChainRow } from "./chain.pure";
import { toExportLine } from "./export-line.pure";
import { readEverything } from "./read-everything";

const ACCOUNT_AT = CHAINED_COLUMNS.indexOf("accountRef");

/** Every entry, archived ones too, oldest first, as JSON lines; of the caller's accounts alone. */
export function exportAudit(ctx: Context): ReadableStream<Uint8Array> {
  requirePermission(ctx, "audit.read");
  const batches = readEverything(ctx.runtime.db.read);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await batches.next();
      if (done === true) return controller.close();
      const seen = value.filter((row) => isSeen(ctx.accounts, row));
      controller.enqueue(encoder.encode(seen.map(toExportLine).join("")));
    },
    async cancel() {
      await batches.return(undefined);
    },
  });
}

function isSeen(accounts: AccountScope, row: ChainRow): boolean {
  return accounts === "all" || accounts.includes(String(row[ACCOUNT_AT]));
}
