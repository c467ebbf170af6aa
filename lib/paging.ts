import { z } from "zod";
import { ValidationError } from "./errors";

export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 200;

/** Every list that gives out cursors: each takes its own alone. */
export const LISTS = [
  "alerts",
  "amis",
  "audit",
  "backup-days",
  "backups",
  "channel-deliveries",
  "credentials",
  "discovery",
  "discovery-ids",
  "discovery-runs",
  "exclusion-windows",
  "findings",
  "instance-history",
  "instance-ids",
  "instances",
  "next-runs",
  "overdue",
  "plan-items",
  "plans",
  "policies",
  "policy-comparison",
  "policy-preview",
  "rules",
  "schedules",
  "users",
] as const;
export type ListName = (typeof LISTS)[number];

const START_AGAIN = "Leave it out to start at the first page.";
const NOT_A_CURSOR = `It is not a cursor. ${START_AGAIN}`;
export const OTHER_LIST = `It is the cursor of another list. ${START_AGAIN}`;
export const OTHER_ORDER = `It is the cursor of another order. ${START_AGAIN}`;

/** A name of AWS's 256 characters, each of them escaped, and an id. */
const CURSOR_MAX = 3_000;

/** A cursor that this list gave out, in whatever order. */
export function cursorText(list: ListName) {
  return z
    .string()
    .max(CURSOR_MAX)
    .superRefine((text, context) => {
      const read = readCursor(text);
      const message = read === null ? NOT_A_CURSOR : read.list === list ? null : OTHER_LIST;
      if (message !== null) context.addIssue({ code: "custom", message, continue: false });
    });
}

/** The same for a list in the order of an instant. */
export function instantCursorText(list: ListName) {
  return cursorText(list).refine(
    (text) => typeof readCursor(text)?.cursor[0] === "number",
    OTHER_ORDER,
  );
}

/** What pages a list: a bounded number of rows from a cursor of its own on. */
export function pageQuery(list: ListName) {
  return z.object({
    limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE_DEFAULT),
    cursor: cursorText(list).optional(),
  });
}

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

/** Whose cursor it is. */
export interface CursorOwner {
  list: ListName;
  /** Of a list with several: its order; of one that is part of something: whose part. */
  of?: string | undefined;
}

const CursorShape = z.tuple([
  z.enum(LISTS),
  z.string(),
  z.union([z.number(), z.string(), z.null()]),
  z.string(),
]);

export function encodeCursor({ list, of = "" }: CursorOwner, [value, id]: Cursor): string {
  return Buffer.from(JSON.stringify([list, of, value, id]), "utf8").toString("base64url");
}

/** Throws Validation for one that this list did not give out in this order. */
export function decodeCursor(
  { list, of = "" }: CursorOwner,
  text: string | undefined,
): Cursor | null {
  if (text === undefined) return null;
  const read = readCursor(text);
  if (read?.list === list && read.of === of) return read.cursor;
  const advice = read === null ? NOT_A_CURSOR : read.list === list ? OTHER_ORDER : OTHER_LIST;
  throw new ValidationError("The cursor is not one this list gave out.", {
    fields: { cursor: [advice] },
  });
}

/** Whether what follows `list` in it is so; also for text that is no cursor at all. */
export function isCursorOf(text: string, of: string): boolean {
  return readCursor(text)?.of === of;
}

function readCursor(text: string): { list: ListName; of: string; cursor: Cursor } | null {
  try {
    const json = Buffer.from(text, "base64url").toString("utf8");
    const [list, of, value, id] = CursorShape.parse(JSON.parse(json));
    return { list, of, cursor: [value, id] };
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
  owner: CursorOwner;
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
    nextCursor: more ? encodeCursor(options.owner, options.cursorOf(last)) : null,
    total: options.total,
  };
}
