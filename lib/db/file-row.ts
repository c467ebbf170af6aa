import type { Row } from "@libsql/client";

export type ToRow = (values: readonly unknown[]) => Row;

/**
 * Rows as `@libsql/client` gives them: by index and length, hidden, and by name; of two columns of
 * one name the first. Made per statement, so that its rows share one shape.
 */
export function rowMaker(columns: readonly string[]): ToRow {
  class FileRow {
    readonly #values: readonly unknown[];

    constructor(values: readonly unknown[]) {
      this.#values = values;
      for (const [name, index] of named) Reflect.set(this, name, values[index]);
    }

    static valueOf(row: FileRow, index: number): unknown {
      return row.#values[index];
    }
  }
  const named = firstOfEachName(columns);
  const hidden: PropertyDescriptorMap = { length: { value: columns.length } };
  for (const index of columns.keys()) {
    hidden[index] = {
      get(this: FileRow) {
        return FileRow.valueOf(this, index);
      },
    };
  }
  Object.defineProperties(FileRow.prototype, hidden);
  return (values) => new FileRow(values) as unknown as Row satisfies Row;
}

function firstOfEachName(columns: readonly string[]): Array<readonly [string, number]> {
  return [...new Set(columns)].map((name) => [name, columns.indexOf(name)] as const);
}
