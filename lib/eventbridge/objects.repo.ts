import {
  and,
  asc,
  count,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  notInArray,
  or,
  sql,
} from "drizzle-orm";
import type { Queryable } from "../db/client";
import { eventbridgeObjects } from "../db/schema";
import type { EventbridgeKind, EventbridgeState } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { KINDS_OF_INSTANCES } from "./kind-rules.pure";

export type ObjectRow = typeof eventbridgeObjects.$inferSelect;

const ROWS_PER_INSERT = 50;

export async function listObjects(q: Queryable, placeId: string): Promise<ObjectRow[]> {
  return q
    .select()
    .from(eventbridgeObjects)
    .where(eq(eventbridgeObjects.placeId, placeId))
    .orderBy(asc(eventbridgeObjects.createdAt), asc(eventbridgeObjects.id));
}

/** What all instances of the place share, and what is one instance's alone. */
export async function listSharedAndOwn(
  q: Queryable,
  of: { placeId: string; instanceRef: string },
): Promise<ObjectRow[]> {
  const { placeId, instanceRef, kind } = eventbridgeObjects;
  return q
    .select()
    .from(eventbridgeObjects)
    .where(
      and(
        eq(placeId, of.placeId),
        or(notInArray(kind, [...KINDS_OF_INSTANCES]), eq(instanceRef, of.instanceRef)),
      ),
    )
    .orderBy(asc(eventbridgeObjects.createdAt), asc(eventbridgeObjects.id));
}

/** As much of each as says whose turn it is and who fires: a place may have thousands. */
export interface ObjectState {
  id: string;
  kind: EventbridgeKind;
  instanceRef: string | null;
  linkId: string | null;
  scheduleVersion: number | null;
  wanted: boolean;
  state: EventbridgeState;
  specHash: string;
  confirmedHash: string | null;
  overruledAt: number | null;
  notBeforeAt: number | null;
}

const STATE = {
  id: eventbridgeObjects.id,
  kind: eventbridgeObjects.kind,
  instanceRef: eventbridgeObjects.instanceRef,
  linkId: eventbridgeObjects.linkId,
  scheduleVersion: eventbridgeObjects.scheduleVersion,
  wanted: eventbridgeObjects.wanted,
  state: eventbridgeObjects.state,
  specHash: eventbridgeObjects.specHash,
  confirmedHash: eventbridgeObjects.confirmedHash,
  overruledAt: eventbridgeObjects.overruledAt,
  notBeforeAt: eventbridgeObjects.notBeforeAt,
};

/**
 * Of a place, in the order of ids; with instances, only what is of the place itself or of one of them.
 * A thousand take about five milliseconds.
 */
export async function listObjectStates(
  q: Queryable,
  of: { placeId: string; instanceRefs?: readonly string[]; after?: string; limit?: number },
): Promise<ObjectState[]> {
  const { id, placeId, instanceRef } = eventbridgeObjects;
  const { instanceRefs, after, limit } = of;
  return q
    .select(STATE)
    .from(eventbridgeObjects)
    .where(
      and(
        eq(placeId, of.placeId),
        instanceRefs && or(isNull(instanceRef), inArray(instanceRef, [...instanceRefs])),
        after === undefined ? undefined : gt(id, after),
      ),
    )
    .orderBy(asc(id))
    .limit(limit ?? -1);
}

export async function findObjects(q: Queryable, ids: readonly string[]): Promise<ObjectRow[]> {
  if (ids.length === 0) return [];
  return q
    .select()
    .from(eventbridgeObjects)
    .where(inArray(eventbridgeObjects.id, [...ids]));
}

/** AWS's ids of the instances whose tags are among these. */
export function instancesOf(rows: readonly ObjectRow[]): string[] {
  return rows.filter(({ kind }) => kind === "protect_tag").map(({ name }) => name);
}

/** What somebody has to look at, or has been at work on for long; at most so many. */
export async function listTroubled(
  q: Queryable,
  of: { placeId: string; limit: number },
): Promise<ObjectRow[]> {
  const { placeId, state } = eventbridgeObjects;
  return q
    .select()
    .from(eventbridgeObjects)
    .where(
      and(eq(placeId, of.placeId), inArray(state, ["failed", "settling", "changed", "missing"])),
    )
    .orderBy(asc(eventbridgeObjects.id))
    .limit(of.limit);
}

export async function findObjectOfKind(
  q: Queryable,
  of: { placeId: string; kind: EventbridgeKind },
): Promise<ObjectRow | null> {
  const { placeId, kind } = eventbridgeObjects;
  const [row] = await q
    .select()
    .from(eventbridgeObjects)
    .where(and(eq(placeId, of.placeId), eq(kind, of.kind)))
    .limit(1);
  return row ?? null;
}

export async function insertObjects(
  tx: Tx,
  rows: ReadonlyArray<typeof eventbridgeObjects.$inferInsert>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await tx
      .insert(eventbridgeObjects)
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .onConflictDoNothing();
  }
}

export type ObjectPatch = Partial<Omit<ObjectRow, "id" | "placeId" | "kind" | "name">>;

export async function patchObjects(
  tx: Tx,
  ids: readonly string[],
  set: ObjectPatch,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(eventbridgeObjects)
    .set(set)
    .where(inArray(eventbridgeObjects.id, [...ids]));
}

/** Unless what is wanted of it changed meanwhile; false then. */
export async function settleObject(
  tx: Tx,
  row: Pick<ObjectRow, "id" | "specHash" | "wanted">,
  set: ObjectPatch,
): Promise<boolean> {
  const done = await tx
    .update(eventbridgeObjects)
    .set(set)
    .where(isStill(row))
    .returning({ id: eventbridgeObjects.id });
  return done.length > 0;
}

/** AWS has it no more; not if it is wanted again. */
export async function deleteObject(
  tx: Tx,
  row: Pick<ObjectRow, "id" | "specHash" | "wanted">,
): Promise<void> {
  await tx.delete(eventbridgeObjects).where(isStill(row));
}

function isStill({ id, specHash, wanted }: Pick<ObjectRow, "id" | "specHash" | "wanted">) {
  return and(
    eq(eventbridgeObjects.id, id),
    eq(eventbridgeObjects.specHash, specHash),
    eq(eventbridgeObjects.wanted, wanted),
  );
}

/** Ready ones that no look has compared since. */
export async function listToCompare(
  q: Queryable,
  of: { placeId: string; since: number; limit: number },
): Promise<ObjectRow[]> {
  return q
    .select()
    .from(eventbridgeObjects)
    .where(
      and(
        eq(eventbridgeObjects.placeId, of.placeId),
        inArray(eventbridgeObjects.state, ["ready", "changed", "missing"]),
        or(isNull(eventbridgeObjects.seenAt), lt(eventbridgeObjects.seenAt, of.since)),
      ),
    )
    .limit(of.limit);
}

export interface StateCount {
  placeId: string;
  kind: EventbridgeKind;
  state: EventbridgeState;
  wanted: boolean;
  count: number;
}

export async function countStates(
  q: Queryable,
  placeIds: readonly string[],
): Promise<StateCount[]> {
  if (placeIds.length === 0) return [];
  const { placeId, kind, state, wanted } = eventbridgeObjects;
  return q
    .select({ placeId, kind, state, wanted, count: count() })
    .from(eventbridgeObjects)
    .where(inArray(placeId, [...placeIds]))
    .groupBy(placeId, kind, state, wanted);
}

/** How many rules of each link AWS took; links without any are left out. */
export async function countStandingRules(
  q: Queryable,
  placeId: string,
): Promise<ReadonlyMap<string, number>> {
  const linkId = sql<string>`${eventbridgeObjects.linkId}`;
  const rows = await q
    .select({ linkId, count: count() })
    .from(eventbridgeObjects)
    .where(
      and(
        eq(eventbridgeObjects.placeId, placeId),
        eq(eventbridgeObjects.kind, "rule"),
        isNotNull(eventbridgeObjects.confirmedHash),
      ),
    )
    .groupBy(linkId);
  return new Map(rows.map((row) => [row.linkId, row.count]));
}
