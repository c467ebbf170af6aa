import type { AccountScope } from "../context";
import { cellInstant } from "./cell-instant.pure";
import { CHAINED_COLUMNS, macOf, type ChainRow } from "./chain.pure";

const JSON_COLUMNS: ReadonlySet<string> = new Set(["before", "after", "awsRequestIds"]);

const SELECTION =
  "These are not all entries: they cannot be verified as a chain. Verify the whole audit log with: npm run audit -- verify";

/** The first line of what is not the whole log; no entry has these members. */
export function toSelectionLine(of: {
  at: string;
  filters: Readonly<Record<string, unknown>>;
  accounts: AccountScope;
}): string {
  const { at: exportedAt, filters, accounts } = of;
  return `${JSON.stringify({ selection: SELECTION, filters, accounts, exportedAt })}\n`;
}

/** An entry as one line of JSON: all of its columns by name, instants in ISO 8601. */
export function toExportLine(row: ChainRow): string {
  const entries = CHAINED_COLUMNS.map((name, index) => [name, toValue(name, row[index])] as const);
  return `${JSON.stringify({ ...Object.fromEntries(entries), mac: macOf(row) })}\n`;
}

/** What says where it stands in the chain, and counts what is not theirs to see, is left out. */
export function toPartLine(row: ChainRow): string {
  const names = CHAINED_COLUMNS.map((name, index) => [name, toValue(name, row[index])] as const);
  const shown = names.filter(([name]) => name !== "seq" && name !== "keyId");
  return `${JSON.stringify(Object.fromEntries(shown))}\n`;
}

function toValue(name: string, cell: unknown): unknown {
  if (name === "at") return cellInstant(cell) ?? cell;
  if (cell === null || !JSON_COLUMNS.has(name)) return cell;
  try {
    return JSON.parse(String(cell));
  } catch {
    return cell;
  }
}
