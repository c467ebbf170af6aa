import { isUtf8 } from "node:buffer";
import { sql, type SQL } from "drizzle-orm";
import { toBytes } from "../db/safe-cells";
import { auditEntries } from "../db/schema";
import { CHAINED_COLUMNS, ODD_AT, type ChainRow } from "./chain.pure";

const COLUMNS = [...CHAINED_COLUMNS, "mac"] as const;
const TEXTS = COLUMNS.filter((name) => name !== "seq" && name !== "at");

/**
 * An entry's cells as the bytes of one JSON array, and never as texts: libsql ends the process where a
 * text is not UTF-8. What no entry of ours holds, a blob or an instant that is no whole number, is
 * written out behind the cells, as JSON of SQLite would round or read it.
 */
export function chainLine(): SQL<unknown> {
  const { seq, at } = auditEntries;
  const cells = sql.join(
    COLUMNS.map((name) => sql`${auditEntries[name]}`),
    sql`, `,
  );
  // A blob sorts behind every text.
  const hasBlob = sql.join(
    TEXTS.map((name) => sql`${auditEntries[name]} >= x''`),
    sql` or `,
  );
  const isPlain = sql`typeof(${at}) = 'integer' and typeof(${seq}) in ('integer', 'null') and (${hasBlob}) is not true`;
  return sql`cast(case when ${isPlain} then json_array(${cells}) else ${oddLine()} end as blob)`;
}

function oddLine(): SQL {
  const shown = COLUMNS.map(
    (name) =>
      sql`case typeof(${auditEntries[name]}) when 'blob' then hex(${auditEntries[name]}) else ${auditEntries[name]} end`,
  );
  const kinds = COLUMNS.map((name) => sql`typeof(${auditEntries[name]})`);
  const exact = sql`'kinds ' || ${sql.join(kinds, sql` || ',' || `)} || quote(${auditEntries.at})`;
  return sql`json_array(${sql.join([...shown, exact], sql`, `)})`;
}

/**
 * The cells of such a line. Where they are not what any entry of ours holds, one more cell says so, with
 * all that was there: what was replaced to be read must not be taken for what is proven.
 */
export function fromChainLine(line: unknown): ChainRow {
  const bytes = toBytes(line);
  if (!bytes) throw new TypeError("An entry was not read as bytes.");
  const text = bytes.toString("utf8");
  const row: unknown[] = JSON.parse(text);
  if (!isUtf8(bytes)) row[ODD_AT] = `bytes ${bytes.toString("base64")}`;
  // Only what is escaped may be a NUL.
  else if (text.includes("\\u0000") && row.some(holdsNul)) row[ODD_AT] ??= "nul";
  return row;
}

function holdsNul(cell: unknown): boolean {
  return typeof cell === "string" && cell.includes("\0");
}
