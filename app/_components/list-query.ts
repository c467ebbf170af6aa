import type { z } from "zod";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export interface ListQuery<T> {
  query: T;
  /** As the address has them, without the blank ones and without the page's cursor. */
  filters: Readonly<Record<string, string>>;
  /** Names that made no sense and were left out. */
  ignored: readonly string[];
}

/** Reads a list's filters from the address; what makes no sense is left out and named. */
export async function readListQuery<S extends z.ZodType>(
  searchParams: SearchParams,
  options: { schema: S; names: readonly string[] },
): Promise<ListQuery<z.output<S>>> {
  const given = await searchParams;
  const known: Record<string, string> = {};
  for (const name of [...options.names, "cursor"]) {
    const value = given[name];
    const text = (Array.isArray(value) ? value[0] : value)?.trim();
    if (text !== undefined && text !== "") known[name] = text;
  }
  const parsed = options.schema.safeParse(known);
  if (parsed.success) return { query: parsed.data, filters: withoutCursor(known), ignored: [] };
  const ignored = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? "")))];
  const rest = Object.fromEntries(
    Object.entries(known).filter(([name]) => !ignored.includes(name) && name !== "cursor"),
  );
  return { query: options.schema.parse(rest), filters: rest, ignored };
}

function withoutCursor({ cursor: _cursor, ...rest }: Record<string, string>) {
  return rest;
}

/** An address of the same list with other filters; a changed filter starts at the first page. */
export function toListHref(path: string, filters: Readonly<Record<string, string | null>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== null && value !== "") params.set(name, value);
  }
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}
