import { createHash } from "node:crypto";
import type { Context } from "../context";
import { listExclusions } from "../schedules/exclusion-windows.repo";
import { readSharedMark } from "./place-facts";
import { listPlaceMarks, type PlaceKey, type PlaceMark } from "./places.repo";
import { specHash } from "./wanted-object";

/** What the objects of each place follow, as a text that is another one after every change. */
export async function readMarks(
  ctx: Context,
  marks: readonly PlaceMark[],
): Promise<(place: PlaceKey) => string> {
  const { read } = ctx.runtime.db;
  const windows = specHash({ windows: await listExclusions(read) });
  const shared = await readSharedMark(ctx, windows);
  const byPlace = new Map(marks.map((mark) => [keyOf(mark), hash(mark.mark)]));
  return (place) => `${shared} ${byPlace.get(keyOf(place)) ?? "nobody"}`;
}

/** Of one place. */
export async function readMark(ctx: Context, place: PlaceKey): Promise<string> {
  const marks = await listPlaceMarks(ctx.runtime.db.read, place);
  return (await readMarks(ctx, marks))(place);
}

export function keyOf({ accountRef, region }: PlaceKey): string {
  return `${accountRef} ${region}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
