import { z } from "zod";
import { ValidationError } from "./errors";

export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 200;

const CURSOR_ADVICE = "Leave it out to start at the first page.";

const CursorText = z
  .string()
  .max(500)
  .refine((text) => readCursor(text) !== null, CURSOR_ADVICE);

/** For lists in the order of an instant. */
export const InstantCursorText = CursorText.refine(
  (text) => typeof readCursor(text)?.[0] === "number",
  CURSOR_ADVICE,
);

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE_DEFAULT),
  cursor: CursorText.optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** How many there are in all, or null where counting would cost more than it tells. */
  total: number | null;
}

/** The schema of a page of `item`, for declarations. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int().nullable(),
  });
}

/** Where the next page starts: the sort value and id of the last row (keyset paging). */
export type Cursor = readonly [value: number | string | null, id: string];

const CursorShape = z.tuple([z.union([z.number(), z.string(), z.null()]), z.string()]);

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), "utf8").toString("base64url");
}

export function decodeCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const cursor = readCursor(text);
  if (cursor) return cursor;
  throw new ValidationError("The cursor is not one this list gave out.", {
    fields: { cursor: [CURSOR_ADVICE] },
  });
}

function readCursor(text: string): Cursor | null {
  try {
    return CursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

/** The cursor of a list in the order of an instant; null: its first page. */
export function toPlace(cursor: Cursor | null): { at: number; id: string } | null {
  return cursor === null ? null : { at: Number(cursor[0]), id: cursor[1] };
}

/** Cuts a result fetched with `limit + 1` rows into a page. */
export function toPage<Row, Item>(options: {
  rows: readonly Row[];
  limit: number;
  total: number | null;
  cursorOf: (row: Row) => Cursor;
  toItem: (row: Row) => Item;
}): Page<Item> {
  const shown = options.rows.slice(0, options.limit);
  const last = shown.at(-1);
  const more = options.rows.length > options.limit && last !== undefined;
  return {
    items: shown.map(options.toItem),
    nextCursor: more ? encodeCursor(options.cursorOf(last)) : null,
    total: options.total,
  };
}
