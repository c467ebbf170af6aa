import type { Client, InStatement, ResultSet, Row, Transaction } from "@libsql/client";
import Libsql from "libsql";

type Statement = Libsql.Statement<unknown[]>;
type Arguments = Extract<InStatement, { sql: string }>["args"];

/** Prepared statements are kept: the product has some hundreds of them. */
const STATEMENTS_MAX = 500;

/**
 * The writing connection to a database file, for Drizzle. `@libsql/client` prepares BEGIN anew for
 * every transaction and never resets one that found the lock taken: it stays in progress, and no
 * later COMMIT of its connection succeeds (libsql 0.5.29). Here BEGIN is one prepared statement,
 * which running again resets.
 */
export function openFileWriter(url: string): Client {
  return new FileWriter(url) as unknown as Client satisfies Client;
}

/** `file:relative`, `file:/absolute` and `file:///absolute`, without a query. */
export function pathOfFileUrl(url: string): string {
  const path = decodeURIComponent(url.replace(/^file:/, "").replace(/\?.*$/, ""));
  return path.replace(/^\/\/(?:localhost)?(?=\/)/, "");
}

/** What Drizzle asks of a client when every write is a transaction: `transaction` and `execute`. */
class FileWriter {
  readonly protocol = "file";
  readonly #database: Libsql.Database;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #statements = new Map<string, Statement>();

  constructor(url: string) {
    this.#database = new Libsql(pathOfFileUrl(url), { timeout: 0 });
    // Durability is what we sell: FULL makes every commit survive a power cut.
    for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"]) {
      this.#database.exec(`PRAGMA ${pragma}`);
    }
    this.#begin = this.#database.prepare("BEGIN IMMEDIATE");
    this.#commit = this.#database.prepare("COMMIT");
    this.#rollback = this.#database.prepare("ROLLBACK");
  }

  get closed(): boolean {
    return !this.#database.open;
  }

  async execute(statement: InStatement): Promise<ResultSet> {
    return this.#execute(statement);
  }

  async transaction(): Promise<Transaction> {
    this.#begin.run();
    const state = { open: true };
    const end = (statement: Statement): void => {
      state.open = false;
      if (this.#database.inTransaction) statement.run();
    };
    const transaction = {
      get closed() {
        return !state.open;
      },
      execute: async (statement: InStatement) => this.#execute(statement),
      commit: async () => {
        // A statement that failed badly has ended the transaction: there is nothing to commit.
        if (!this.#database.inTransaction) throw new Error("The transaction was rolled back.");
        end(this.#commit);
      },
      rollback: async () => end(this.#rollback),
      close: () => end(this.#rollback),
    };
    return transaction as unknown as Transaction;
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.open) this.#database.close();
  }

  #execute(statement: InStatement): ResultSet {
    const { sql, args } = typeof statement === "string" ? { sql: statement, args: [] } : statement;
    const prepared = this.#prepare(sql);
    const values = toValues(args);
    if (!prepared.reader) {
      const { changes, lastInsertRowid } = prepared.run(values);
      return toResult({
        rows: [],
        rowsAffected: changes,
        lastInsertRowid: BigInt(lastInsertRowid),
      });
    }
    const columns = prepared.columns().map((column) => column.name);
    const rows = prepared.raw(true).all(values) as unknown[][];
    return toResult({ columns, rows: rows.map((row) => toRow(columns, row)) });
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = this.#database.prepare(sql);
    const oldest = this.#statements.keys().next().value;
    if (this.#statements.size >= STATEMENTS_MAX && oldest !== undefined) {
      this.#statements.delete(oldest);
    }
    this.#statements.set(sql, prepared);
    return prepared;
  }
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

/** As `@libsql/client` gives them: by index and length, hidden, and by name. */
function toRow(columns: readonly string[], values: readonly unknown[]): Row {
  const row = {};
  Object.defineProperty(row, "length", { value: values.length });
  for (const [index, value] of values.entries()) {
    Object.defineProperty(row, index, { value });
    const name = columns[index] ?? String(index);
    if (Object.hasOwn(row, name)) continue;
    Object.defineProperty(row, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return row as Row;
}

function toResult(result: {
  columns?: string[];
  rows: Row[];
  rowsAffected?: number;
  lastInsertRowid?: bigint;
}): ResultSet {
  const { columns = [], rows, rowsAffected = 0, lastInsertRowid } = result;
  return {
    columns,
    columnTypes: [],
    rows,
    rowsAffected,
    lastInsertRowid,
    toJSON: () => ({ columns, rows, rowsAffected }),
  };
}
