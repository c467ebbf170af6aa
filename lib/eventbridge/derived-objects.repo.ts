import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { eventbridgeObjects } from "../db/schema";

import type { ObjectRow } from "./objects.repo";

export type DerivedRow = Pick<
  ObjectRow,
  "id" | "kind" | "name" | "wanted" | "specHash" | "scheduleVersion" | "state" | "overruledAt"
>;

const DERIVED = {
  id: eventbridgeObjects.id,
  kind: eventbridgeObjects.kind,
  name: eventbridgeObjects.name,
  wanted: eventbridgeObjects.wanted,
  specHash: eventbridgeObjects.specHash,
  scheduleVersion: eventbridgeObjects.scheduleVersion,
  state: eventbridgeObjects.state,
  overruledAt: eventbridgeObjects.overruledAt,
};

/** As it was last derived, in the order of ids, after the given one. */
export async function listDerived(
  q: Queryable,
  of: { placeId: string; after: string; limit: number },
): Promise<DerivedRow[]> {
  const { id, placeId } = eventbridgeObjects;
  return q
    .select(DERIVED)
    .from(eventbridgeObjects)
    .where(and(eq(placeId, of.placeId), gt(id, of.after)))
    .orderBy(asc(id))
    .limit(of.limit);
}

/** At least those of these kinds and names. */
export async function findDerived(
  q: Queryable,
  of: { placeId: string; named: ReadonlyArray<Pick<ObjectRow, "kind" | "name">> },
): Promise<DerivedRow[]> {
  const { kind, name, placeId } = eventbridgeObjects;
  const kinds = [...new Set(of.named.map((each) => each.kind))];
  const names = of.named.map((each) => each.name);
  return q
    .select(DERIVED)
    .from(eventbridgeObjects)
    .where(and(eq(placeId, of.placeId), inArray(kind, kinds), inArray(name, names)));
}
