import Libsql from "libsql";
import { pathOfFileUrl } from "./file-url.pure";

type Statement = Libsql.Statement<unknown[]>;

export interface FileResult {
  columns: readonly string[];
  /** By position: whoever asked knows the columns. */
  rows: unknown[][];
  rowsAffected: number;
  lastInsertRowid: bigint | undefined;
}

/**
 * Prepared statements are kept, those that were used last: each takes 30 to 60 KiB, more where it
 * has many values, and lists of every length are statements of their own.
 */
const STATEMENTS_MAX = 64;

interface Prepared {
  statement: Statement;
  /** Null for a statement that answers with no rows. */
  columns: readonly string[] | null;
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

  execute(sql: string, args: readonly unknown[] = []): FileResult {
    const { statement, columns } = this.#prepared(sql);
    const values = args.map(toStored);
    try {
      if (columns) {
        const rows = statement.all(values) as unknown[][];
        return { columns, rows, rowsAffected: 0, lastInsertRowid: undefined };
      }
      const { changes, lastInsertRowid } = statement.run(values);
      const rowid = BigInt(lastInsertRowid);
      return { columns: [], rows: [], rowsAffected: changes, lastInsertRowid: rowid };
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
    if (known) {
      // A map goes by the order in which keys were set: the first is the one unused for longest.
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    const columns = statement.reader ? statement.columns().map(({ name }) => name) : null;
    if (columns) statement.raw(true);
    const oldest = this.#statements.keys().next().value;
    if (this.#statements.size >= STATEMENTS_MAX && oldest !== undefined) {
      this.#statements.delete(oldest);
    }
    const prepared = { statement, columns };
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function toStored(value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
      throw new TypeError("undefined cannot be stored");
    case "number":
      if (!Number.isFinite(value)) throw new RangeError("only finite numbers can be stored");
      return value;
    case "boolean":
      return value ? 1 : 0;
    default:
      return value instanceof Date ? value.valueOf() : value;
  }
}
