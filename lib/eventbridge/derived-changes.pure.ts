import type { DerivedRow } from "./derived-objects.repo";
import type { WantedObject } from "./wanted-object";

/** Something that may have to be written; `object` is null for what nobody wants. */
export interface Candidate extends Pick<WantedObject, "kind" | "name"> {
  object: WantedObject | null;
}

export type Change =
  | { type: "add"; object: WantedObject }
  | { type: "change"; row: DerivedRow; object: WantedObject }
  /** The same in AWS, by another version of its schedule. */
  | { type: "follow"; row: DerivedRow; object: WantedObject }
  | { type: "drop"; row: DerivedRow };

/** Null where nothing is to be written. */
export function changeOf(row: DerivedRow | null, object: WantedObject | null): Change | null {
  if (!object) return row?.wanted ? { type: "drop", row } : null;
  // AWS would make nothing of a moment that is over; what is on its way out may go.
  if (object.isPast && !row?.wanted) return null;
  if (!row) return { type: "add", object };
  if (!row.wanted || row.specHash !== object.specHash) return { type: "change", row, object };
  return row.scheduleVersion === object.scheduleVersion ? null : { type: "follow", row, object };
}

export function keyOf({ kind, name }: Pick<WantedObject, "kind" | "name">): string {
  return `${kind} ${name}`;
}
