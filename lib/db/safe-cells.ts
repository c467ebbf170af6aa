import { getTableColumns, sql, type Column, type SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/**
 * A cell that somebody with the file in hand may have written: libsql (0.5.29) ends the process where a
 * text is not UTF-8. So its bytes are read, and what is no UTF-8 in them becomes U+FFFD; a blob in the
 * place of a text is told by its bytes in hexadecimal digits.
 */
export function safeCell<C extends Column>(column: C): SQL<C["_"]["data"]> {
  return sql<C["_"]["data"]>`${safely(sql`${column}`)}`.mapWith((cell: unknown) =>
    column.mapFromDriverValue(toText(cell)),
  );
}

/** The same, of what is no column. */
export function safeValue<T>(value: SQL<T>): SQL<T> {
  return sql<T>`${safely(value)}`.mapWith((cell: unknown) => toText(cell) as T);
}

/** Every column of a table so, but for what are bytes anyway. */
export function safeColumns<T extends SQLiteTable>(table: T): T["_"]["columns"] {
  const columns = Object.entries<Column>(getTableColumns(table)).map(
    ([name, column]) => [name, column.getSQLType() === "blob" ? column : safeCell(column)] as const,
  );
  // Each gives what its column does.
  return Object.fromEntries(columns) as unknown as T["_"]["columns"];
}

/** Whether a cell is the bytes of a blob, however the client gives them. */
export function toBytes(cell: unknown): Buffer | null {
  if (cell instanceof ArrayBuffer) return Buffer.from(cell);
  if (!ArrayBuffer.isView(cell)) return null;
  return Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
}

function safely(value: SQL): SQL {
  return sql`case typeof(${value}) when 'text' then cast(${value} as blob) when 'blob' then cast('blob ' || hex(${value}) as blob) else ${value} end`;
}

function toText(cell: unknown): unknown {
  return toBytes(cell)?.toString("utf8") ?? cell;
}
