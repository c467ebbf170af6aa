import { sql, type Param, type SQL } from "drizzle-orm";

/** As it is stored, or bound to the column that says how. */
type Value = string | number | null | Param;

/**
 * Rows of values to update from, each with as many values: `update … from (values …) as given`.
 * SQLite names their columns `column1`, `column2` and so on (https://www.sqlite.org/lang_select.html).
 */
export function valuesTable(rows: ReadonlyArray<readonly Value[]>): SQL {
  // Drizzle writes a list as `(?, ?)`.
  const lists = rows.map((row) => [...row] as Param[]);
  return sql`(values ${sql.join(lists, sql.raw(", "))}) as given`;
}

/** The n-th value of a row, counted from 1. */
export function given(position: number): SQL {
  return sql.raw(`given.column${position}`);
}
