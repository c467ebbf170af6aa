import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

/**
 * Rows of values to update from, each with as many values: `update … from (values …) as given`.
 * SQLite names their columns `column1`, `column2` and so on (https://www.sqlite.org/lang_select.html).
 */
export function valuesTable(rows: ReadonlyArray<readonly SQLWrapper[]>): SQL {
  const list = rows.map((row) => sql`(${sql.join([...row], sql`, `)})`);
  return sql`(values ${sql.join(list, sql`, `)}) as given`;
}

/** The n-th value of a row, counted from 1. */
export function given(position: number): SQL {
  return sql.raw(`given.column${position}`);
}
