import {
  Column,
  is,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  type QueryWithTypings,
} from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

interface Written {
  sql: string;
  params: unknown[];
}

/**
 * Drizzle's dialect, whose statements become text in one walk. Drizzle's own makes an object, a
 * list of parameters and a copy of its settings for every word of a statement: for a claim of forty
 * backups that takes longer than SQLite does.
 */
export class TextDialect extends SQLiteAsyncDialect {
  readonly #columns = new WeakMap<Column, string>();

  override sqlToQuery(statement: SQL, invokeSource?: "indexes"): QueryWithTypings {
    if (invokeSource !== undefined) return super.sqlToQuery(statement, invokeSource);
    const to: Written = { sql: "", params: [] };
    this.#write(to, statement);
    return to;
  }

  #write(to: Written, chunk: unknown): void {
    if (chunk === undefined) return;
    if (typeof chunk !== "object" || chunk === null) return bind(to, chunk);
    if (Array.isArray(chunk)) return this.#writeList(to, chunk);
    switch (kindOf(chunk)) {
      case "text":
        to.sql += (chunk as StringChunk).value.join("");
        return;
      case "name":
        to.sql += this.escapeName((chunk as Name).value);
        return;
      case "column":
        to.sql += this.#textOf(chunk as Column);
        return;
      case "param":
        return this.#writeParam(to, chunk as Param);
      case "sql":
        return this.#writeSql(to, chunk as SQL);
      case "placeholder":
        return bind(to, chunk);
      case "other":
        return this.#writeRare(to, chunk as SQL);
    }
  }

  #writeSql(to: Written, chunk: SQL): void {
    if (Reflect.get(chunk, "shouldInlineParams") === true) return this.#writeRare(to, chunk);
    for (const part of chunk.queryChunks) this.#write(to, part);
  }

  #writeList(to: Written, chunks: readonly unknown[]): void {
    to.sql += "(";
    for (let index = 0; index < chunks.length; index++) {
      if (index > 0) to.sql += ", ";
      this.#write(to, chunks[index]);
    }
    to.sql += ")";
  }

  #writeParam(to: Written, param: Param): void {
    const { value, encoder } = param;
    if (isKind(value, "placeholder")) return bind(to, param);
    const stored: unknown = value === null ? null : encoder.mapToDriverValue(value);
    if (isKind(stored, "sql")) this.#write(to, stored);
    else bind(to, stored);
  }

  /** Tables, sub-queries, aliases and the like: as Drizzle writes them. */
  #writeRare(to: Written, chunk: SQL): void {
    const { sql, params } = super.sqlToQuery(new SQL([chunk]));
    to.sql += sql;
    to.params.push(...params);
  }

  #textOf(column: Column): string {
    const known = this.#columns.get(column) ?? super.sqlToQuery(new SQL([column])).sql;
    this.#columns.set(column, known);
    return known;
  }
}

function bind(to: Written, value: unknown): void {
  to.sql += "?";
  to.params.push(value);
}

type Kind = "text" | "name" | "column" | "param" | "sql" | "placeholder" | "other";

const CLASSES = [
  ["text", StringChunk],
  ["name", Name],
  ["column", Column],
  ["param", Param],
  ["sql", SQL],
  ["placeholder", Placeholder],
] as const;

const kinds = new WeakMap<object, Kind>();

function isKind(value: unknown, kind: Kind): boolean {
  return typeof value === "object" && value !== null && kindOf(value) === kind;
}

/** Drizzle's `is` walks up the classes of what it is asked of, each time anew. */
function kindOf(chunk: object): Kind {
  const prototype: object | null = Object.getPrototypeOf(chunk);
  if (prototype === null) return "other";
  const known = kinds.get(prototype);
  if (known !== undefined) return known;
  const kind = CLASSES.find(([, type]) => is(chunk, type))?.[0] ?? "other";
  kinds.set(prototype, kind);
  return kind;
}
