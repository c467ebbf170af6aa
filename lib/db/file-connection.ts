import type { InStatement, ResultSet, Row } from "@libsql/client";
import Libsql from "libsql";
import { rowMaker, type ToRow } from "./file-row";

type Statement = Libsql.Statement<unknown[]>;
type Arguments = Extract<InStatement, { sql: string }>["args"];

/** Prepared statements are kept: the product has some hundreds of them. */
const STATEMENTS_MAX = 500;

interface Prepared {
  statement: Statement;
  /** Null for a statement that answers with no rows. */
  reads: { columns: string[]; toRow: ToRow } | null;
}

/**
 * One connection to a database file, with its statements prepared once, where `@libsql/client`
 * prepares and describes each anew, every time.
 */
export class FileConnection {
  readonly #database: Libsql.Database;
  readonly #statements = new Map<string, Prepared>();

  constructor(url: string, pragmas: readonly string[]) {
    this.#database = new Libsql(pathOfFileUrl(url), { timeout: 0 });
    for (const pragma of pragmas) this.#database.exec(`PRAGMA ${pragma}`);
  }

  get isOpen(): boolean {
    return this.#database.open;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** One that is kept by whoever asks for it. */
  prepare(sql: string): Statement {
    return this.#database.prepare(sql);
  }

  execute(given: InStatement): ResultSet {
    const { sql, args } = typeof given === "string" ? { sql: given, args: [] } : given;
    const { statement, reads } = this.#prepared(sql);
    const values = toValues(args);
    try {
      if (reads) {
        const rows = statement.all(values) as unknown[][];
        return toResult({ columns: reads.columns, rows: rows.map(reads.toRow) });
      }
      const { changes, lastInsertRowid } = statement.run(values);
      return toResult({ rowsAffected: changes, lastInsertRowid: BigInt(lastInsertRowid) });
    } catch (error) {
      // libsql may leave a statement that failed in progress (0.5.29).
      this.#statements.delete(sql);
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.open) this.#database.close();
  }

  #prepared(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    const columns = statement.reader ? statement.columns().map(({ name }) => name) : null;
    const reads = columns && { columns, toRow: rowMaker(columns) };
    if (reads) statement.raw(true);
    const oldest = this.#statements.keys().next().value;
    if (this.#statements.size >= STATEMENTS_MAX && oldest !== undefined) {
      this.#statements.delete(oldest);
    }
    const prepared = { statement, reads };
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

/** `file:relative`, `file:/absolute` and `file:///absolute`, without a query. */
export function pathOfFileUrl(url: string): string {
  const path = decodeURIComponent(url.replace(/^file:/, "").replace(/\?.*$/, ""));
  return path.replace(/^\/\/(?:localhost)?(?=\/)/, "");
}

function toValues(args: Arguments): unknown[] {
  if (args === undefined) return [];
  if (!Array.isArray(args)) throw new TypeError("Named arguments are not used here.");
  return args.map((value: unknown) => {
    if (value === undefined) throw new TypeError("undefined cannot be stored");
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new RangeError("only finite numbers can be stored");
    }
    if (typeof value === "boolean") return value ? 1 : 0;
    return value instanceof Date ? value.valueOf() : value;
  });
}

function toResult(result: {
  columns?: string[];
  rows?: Row[];
  rowsAffected?: number;
  lastInsertRowid?: bigint;
}): ResultSet {
  const { columns = [], rows = [], rowsAffected = 0, lastInsertRowid } = result;
  return {
    columns,
    columnTypes: [],
    rows,
    rowsAffected,
    lastInsertRowid,
    toJSON: () => ({ columns, rows, rowsAffected }),
  };
}
