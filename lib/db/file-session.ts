import {
  DrizzleQueryError,
  fillPlaceholders,
  type Query,
  type RelationalSchemaConfig,
  type TablesRelationalConfig,
} from "drizzle-orm";
import type { ResultSet } from "@libsql/client";
import { LibSQLTransaction } from "drizzle-orm/libsql/session";
import {
  SQLitePreparedQuery,
  SQLiteSession,
  type SelectedFieldsOrdered,
  type SQLiteExecuteMethod,
} from "drizzle-orm/sqlite-core";
import { toError } from "../errors";
import type { FileResult } from "./file-connection";
import type { FileReader } from "./file-reader";
import type { FileWriter } from "./file-writer";
import { rowReader, type NotNullableTables } from "./row-reader";
import type { TextDialect } from "./text-dialect";

type FullSchema = Record<string, unknown>;
type Connection = Pick<FileReader, "execute"> & Partial<Pick<FileWriter, "transact">>;

/**
 * Drizzle's statements on our own connection to a database file. Rows become objects as their
 * columns say, once per statement; on the writing side a transaction is the connection's own.
 */
export class FileSession<
  Full extends FullSchema,
  Tables extends TablesRelationalConfig,
> extends SQLiteSession<"async", ResultSet, Full, Tables> {
  readonly #connection: Connection;
  readonly #transaction: LibSQLTransaction<Full, Tables>;

  constructor(
    connection: Connection,
    dialect: TextDialect,
    schema: RelationalSchemaConfig<Tables> | undefined,
  ) {
    super(dialect);
    this.#connection = connection;
    this.#transaction = new LibSQLTransaction("async", dialect, this, schema);
  }

  override prepareQuery(
    query: Query,
    fields: SelectedFieldsOrdered | undefined,
    executeMethod: SQLiteExecuteMethod,
    _isResponseInArrayMode: boolean,
    customResultMapper?: RowsMapper,
  ): FileQuery {
    return new FileQuery({
      connection: this.#connection,
      query,
      fields,
      executeMethod,
      customResultMapper,
    });
  }

  override async transaction<T>(
    work: (tx: LibSQLTransaction<Full, Tables>) => T | Promise<T>,
  ): Promise<T> {
    const { transact } = this.#connection;
    if (!transact) throw new Error("The reading connection has no transactions.");
    // One of its own each time: what is to follow the commit is kept by it.
    const tx: LibSQLTransaction<Full, Tables> = Object.create(this.#transaction);
    return transact.call(this.#connection, async () => work(tx)) as Promise<T>;
  }
}

type RowsMapper = (rows: unknown[][], mapValue?: (value: unknown) => unknown) => unknown;

interface QueryParts {
  connection: Connection;
  query: Query;
  fields: SelectedFieldsOrdered | undefined;
  executeMethod: SQLiteExecuteMethod;
  /** Of relational queries. */
  customResultMapper: RowsMapper | undefined;
}

class FileQuery extends SQLitePreparedQuery<{
  type: "async";
  run: ResultSet;
  all: unknown[];
  get: unknown;
  values: unknown[][];
  execute: unknown;
}> {
  readonly #parts: QueryParts;
  /** Set by Drizzle, of a select. */
  joinsNotNullableMap: NotNullableTables;

  constructor(parts: QueryParts) {
    super("async", parts.executeMethod, parts.query);
    this.#parts = parts;
  }

  async run(placeholderValues?: Record<string, unknown>): Promise<ResultSet> {
    const { rowsAffected, lastInsertRowid } = await this.#execute(placeholderValues);
    const rows: ResultSet["rows"] = [];
    const shown = { columns: [], columnTypes: [], rows, rowsAffected, lastInsertRowid };
    return { ...shown, toJSON: () => ({ rowsAffected }) };
  }

  async all(placeholderValues?: Record<string, unknown>): Promise<unknown[]> {
    const result = await this.#execute(placeholderValues);
    const { fields, customResultMapper } = this.#parts;
    if (customResultMapper) return customResultMapper(result.rows, asIs) as unknown[];
    if (!fields) return result.rows.map((row) => byName(result.columns, row));
    return result.rows.map(rowReader(fields, this.joinsNotNullableMap));
  }

  async get(placeholderValues?: Record<string, unknown>): Promise<unknown> {
    const { customResultMapper } = this.#parts;
    if (!customResultMapper) return (await this.all(placeholderValues))[0];
    const { rows } = await this.#execute(placeholderValues);
    return rows.length === 0 ? undefined : customResultMapper(rows, asIs);
  }

  async values(placeholderValues?: Record<string, unknown>): Promise<unknown[][]> {
    return (await this.#execute(placeholderValues)).rows;
  }

  async #execute(placeholderValues: Record<string, unknown> = {}): Promise<FileResult> {
    const { sql, params } = this.#parts.query;
    const args = fillPlaceholders(params, placeholderValues);
    try {
      return await this.#parts.connection.execute(sql, args);
    } catch (error) {
      // Without what it was given: errors are logged, and hashes and sealed secrets may be among it.
      throw new DrizzleQueryError(sql, [], toError(error));
    }
  }
}

function asIs(value: unknown): unknown {
  return value;
}

/** Of two columns of one name the first, as `@libsql/client` has it. */
function byName(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [index, name] of columns.entries()) {
    if (!(name in row)) row[name] = values[index];
  }
  return row;
}
