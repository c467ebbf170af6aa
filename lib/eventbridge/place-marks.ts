import type { Context } from "../context";
import { listExclusions } from "../schedules/exclusion-windows.repo";
import { readSharedMark } from "./place-facts";
import { listPlaceMarks, type PlaceKey, type PlaceRow } from "./places.repo";
import { specHash } from "./wanted-objects";

/** What the objects of each place follow, as a text that is another one after every change. */
export async function readMarks(ctx: Context): Promise<(place: PlaceKey) => string> {
  const { read } = ctx.runtime.db;
  const windows = specHash({ windows: await listExclusions(read) });
  const shared = await readSharedMark(ctx, windows);
  const marks = await listPlaceMarks(read);
  const byPlace = new Map(marks.map((mark) => [keyOf(mark), mark.mark]));
  return (place) => `${shared} ${byPlace.get(keyOf(place)) ?? "nobody"}`;
}

/** Of one place, with what it remembers of AWS's answers. */
export async function readMark(ctx: Context, place: PlaceRow): Promise<string> {
  return (await readMarks(ctx))(place);
}

export function keyOf({ accountRef, region }: PlaceKey): string {
  return `${accountRef} ${region}`;
}
