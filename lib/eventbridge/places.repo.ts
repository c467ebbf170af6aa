import { and, asc, count, eq, inArray, isNotNull, isNull, lte, notInArray, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import {
  accounts,
  eventbridgeObjects,
  eventbridgePlaces,
  instances,
  scheduleLinks,
  schedules,
} from "../db/schema";
import type { Tx } from "../db/tx";

export type PlaceRow = typeof eventbridgePlaces.$inferSelect;

export interface PlaceKey {
  accountRef: string;
  region: string;
}

/** A place with its account as AWS knows it. */
export interface PlaceRecord {
  place: PlaceRow;
  /** 12 digits. */
  accountId: string;
  partition: string;
  accountName: string | null;
}

const RECORD = {
  place: eventbridgePlaces,
  accountId: accounts.accountId,
  partition: accounts.partition,
  accountName: accounts.name,
};

export async function findPlace(
  q: Queryable,
  { accountRef, region }: PlaceKey,
): Promise<PlaceRecord | null> {
  const [row] = await select(q)
    .where(and(eq(eventbridgePlaces.accountRef, accountRef), eq(eventbridgePlaces.region, region)))
    .limit(1);
  return row ?? null;
}

export async function findPlaceById(
  q: Queryable,
  of: { id: string; accounts: AccountScope },
): Promise<PlaceRecord | null> {
  const [row] = await select(q)
    .where(and(eq(eventbridgePlaces.id, of.id), inScope(eventbridgePlaces.accountRef, of.accounts)))
    .limit(1);
  return row ?? null;
}

/** Few: one for each account and region that uses EventBridge. */
export async function listPlaces(q: Queryable, scope: AccountScope): Promise<PlaceRecord[]> {
  return select(q)
    .where(inScope(eventbridgePlaces.accountRef, scope))
    .orderBy(asc(accounts.accountId), asc(eventbridgePlaces.region));
}

function select(q: Queryable) {
  return q
    .select(RECORD)
    .from(eventbridgePlaces)
    .innerJoin(accounts, eq(accounts.id, eventbridgePlaces.accountRef));
}

/** There from now on, with something to do now. */
export async function upsertPlace(
  tx: Tx,
  row: PlaceKey & { id: string; now: number },
): Promise<void> {
  const { id, accountRef, region, now } = row;
  await tx
    .insert(eventbridgePlaces)
    .values({ id, accountRef, region, nextLookAt: now, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: [eventbridgePlaces.accountRef, eventbridgePlaces.region],
      set: { nextLookAt: now },
    });
}

export async function patchPlace(
  tx: Tx,
  id: string,
  set: Partial<Omit<PlaceRow, "id" | "accountRef" | "region">>,
): Promise<void> {
  await tx.update(eventbridgePlaces).set(set).where(eq(eventbridgePlaces.id, id));
}

export async function deletePlace(tx: Tx, id: string): Promise<void> {
  await tx.delete(eventbridgePlaces).where(eq(eventbridgePlaces.id, id));
}

export async function listDuePlaces(q: Queryable, now: number): Promise<PlaceKey[]> {
  return q
    .select({ accountRef: eventbridgePlaces.accountRef, region: eventbridgePlaces.region })
    .from(eventbridgePlaces)
    .where(and(isNotNull(eventbridgePlaces.nextLookAt), lte(eventbridgePlaces.nextLookAt, now)));
}

export interface PlaceMark extends PlaceKey {
  /** Another one whenever something that the wanted objects follow has changed. */
  mark: string;
}

/**
 * Everything that the objects of each place follow of its instances and schedules, as one text: exact,
 * whichever verb changed it and whatever the clock said then. Only places where something is wanted;
 * exclusion windows are for the caller to add.
 */
export async function listPlaceMarks(q: Queryable, only?: PlaceKey): Promise<PlaceMark[]> {
  const followed = [
    scheduleLinks.id,
    instances.id,
    instances.instanceId,
    instances.rebootOnBackup,
    schedules.id,
    schedules.version,
    schedules.cron,
    schedules.zone,
    schedules.spreadMs,
    schedules.startWindowMs,
    instances.name,
  ];
  const line = sql.join(followed, sql` || char(31) || `);
  return q
    .select({
      accountRef: instances.accountRef,
      region: instances.region,
      mark: sql<string>`group_concat(${line}, char(30) order by ${scheduleLinks.id})`,
    })
    .from(instances)
    .innerJoin(scheduleLinks, eq(scheduleLinks.instanceRef, instances.id))
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(and(only && atPlace(only), isWanted()))
    .groupBy(instances.accountRef, instances.region);
}

export interface LinkRecord {
  linkId: string;
  scheduler: "local" | "eventbridge";
  awsFromAt: number | null;
  awsVersion: number | null;
  instanceRef: string;
  instanceId: string;
  instanceName: string;
  rebootOnBackup: boolean;
  credentialId: string | null;
  scheduleId: string;
  cron: string;
  zone: string;
  spreadMs: number;
  startWindowMs: number;
  scheduleVersion: number;
}

const LINK = {
  linkId: scheduleLinks.id,
  scheduler: scheduleLinks.scheduler,
  awsFromAt: scheduleLinks.awsFromAt,
  awsVersion: scheduleLinks.awsVersion,
  instanceRef: instances.id,
  instanceId: instances.instanceId,
  instanceName: instances.name,
  rebootOnBackup: instances.rebootOnBackup,
  credentialId: instances.credentialId,
  scheduleId: schedules.id,
  cron: schedules.cron,
  zone: schedules.zone,
  spreadMs: schedules.spreadMs,
  startWindowMs: schedules.startWindowMs,
  scheduleVersion: schedules.version,
};

/** Live links of instances that are to be on EventBridge, none of which rests; of all or of these. */
export async function listWantedLinks(
  q: Queryable,
  place: PlaceKey,
  instanceRefs?: readonly string[],
): Promise<LinkRecord[]> {
  return selectLinks(q)
    .where(and(atPlace(place), isWanted(), isOf(instanceRefs)))
    .orderBy(asc(scheduleLinks.id));
}

/** Links of the place that AWS is taken to fire; of all or of these instances. */
export async function listHandedOver(
  q: Queryable,
  place: PlaceKey,
  instanceRefs?: readonly string[],
): Promise<LinkRecord[]> {
  const isAws = eq(scheduleLinks.scheduler, "eventbridge");
  return selectLinks(q).where(and(atPlace(place), isAws, isOf(instanceRefs)));
}

function isOf(instanceRefs: readonly string[] | undefined) {
  return instanceRefs && inArray(instances.id, [...instanceRefs]);
}

function selectLinks(q: Queryable) {
  return q
    .select(LINK)
    .from(instances)
    .innerJoin(scheduleLinks, eq(scheduleLinks.instanceRef, instances.id))
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId));
}

function isWanted() {
  return and(
    eq(instances.scheduler, "eventbridge"),
    isNull(instances.removedAt),
    eq(instances.paused, false),
    notInArray(instances.state, ["terminated", "vanished"]),
    isNull(scheduleLinks.deletedAt),
    isNull(scheduleLinks.pausedAt),
    eq(schedules.enabled, true),
  );
}

function atPlace({ accountRef, region }: PlaceKey) {
  return and(eq(instances.accountRef, accountRef), eq(instances.region, region));
}

/** Who fires these links' moments from now on. */
export async function patchLinkSchedulers(
  tx: Tx,
  linkIds: readonly string[],
  set: { scheduler: "local" | "eventbridge"; awsFromAt: number | null; awsVersion: number | null },
): Promise<void> {
  if (linkIds.length === 0) return;
  await tx
    .update(scheduleLinks)
    .set(set)
    .where(inArray(scheduleLinks.id, [...linkIds]));
}

/** Instances that are to be on EventBridge, by account and region. */
export async function countInstances(q: Queryable): Promise<ReadonlyMap<string, number>> {
  const { accountRef, region } = instances;
  const rows = await q
    .select({ accountRef, region, count: count() })
    .from(instances)
    .where(and(eq(instances.scheduler, "eventbridge"), isNull(instances.removedAt)))
    .groupBy(accountRef, region);
  return new Map(rows.map((row) => [`${row.accountRef} ${row.region}`, row.count]));
}

/** Places of an account in which AWS has something of ours, or may have. */
export async function listLeftInAws(
  q: Queryable,
  accountRef: string,
): Promise<Array<{ placeId: string; region: string; count: number }>> {
  const { id: placeId, region } = eventbridgePlaces;
  return q
    .select({ placeId, region, count: count() })
    .from(eventbridgePlaces)
    .innerJoin(eventbridgeObjects, eq(eventbridgeObjects.placeId, placeId))
    .where(eq(eventbridgePlaces.accountRef, accountRef))
    .groupBy(placeId, region);
}

/** AWS's id and the Name tag of each. */
export async function listInstanceNames(
  q: Queryable,
  ids: readonly string[],
): Promise<Array<{ id: string; instanceId: string; name: string }>> {
  if (ids.length === 0) return [];
  const { id, instanceId, name } = instances;
  return q
    .select({ id, instanceId, name })
    .from(instances)
    .where(inArray(id, [...ids]));
}
