import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { emitEvents } from "../events/emit-event";
import { decideHandOver, HEED_MS, isOfPlace, type HandOver } from "./decide-hand-over.pure";
import { listObjectStates, type ObjectState } from "./objects.repo";
import { readStates } from "./read-states";
import {
  listHandedOver,
  listWantedLinks,
  patchLinkSchedulers,
  type LinkRecord,
  type PlaceRecord,
  type PlaceRow,
} from "./places.repo";

const LINKS_PER_WRITE = 100;

/**
 * Lets AWS fire what stands there as wanted, and takes back what does not: of these instances, or of
 * all. Decided and written in one transaction, by the schedules and objects as they are then.
 */
export async function handOver(
  ctx: Context,
  { place }: PlaceRecord,
  instanceRefs?: readonly string[],
): Promise<void> {
  const { db } = ctx.runtime;
  const changing = instanceRefs
    ? await findChanges(db.read, place, instanceRefs)
    : await findAllChanges(ctx, place);
  for (let start = 0; start < changing.length; start += LINKS_PER_WRITE) {
    const part = changing.slice(start, start + LINKS_PER_WRITE).map(({ link }) => link);
    const linkIds = new Set(part.map(({ linkId }) => linkId));
    await db.write(async (tx) => {
      const found = await findChanges(tx, place, instancesOf(part));
      const changes = found.filter(({ link }) => linkIds.has(link.linkId));
      await write(tx, ctx, changes);
      const { accountRef } = place;
      const changed = instancesOf(changes.map(({ link }) => link));
      await emitEvents(
        ctx.runtime,
        tx,
        changed.map((entityId) => ({ type: "instance.changed", entityId, accountRef })),
      );
    });
    await letOthersRun();
  }
}

function instancesOf(links: readonly LinkRecord[]): string[] {
  return [...new Set(links.map(({ instanceRef }) => instanceRef))];
}

interface Change {
  link: LinkRecord;
  to: Exclude<HandOver, "stay">;
}

async function write(tx: Tx, ctx: Context, changes: readonly Change[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  for (const { link, to } of changes) {
    const isAws = to === "to_aws";
    await patchLinkSchedulers(tx, [link.linkId], {
      scheduler: isAws ? "eventbridge" : "local",
      awsFromAt: isAws ? now + HEED_MS : null,
      awsVersion: isAws ? link.scheduleVersion : null,
    });
  }
}

/** Of all at the place, in some turns of the event loop. */
async function findAllChanges(ctx: Context, place: PlaceRow): Promise<Change[]> {
  const { read } = ctx.runtime.db;
  const rows = await readStates(ctx, place.id);
  const handedOver = await listHandedOver(read, place);
  await letOthersRun();
  const wanted = await listWantedLinks(read, place);
  await letOthersRun();
  return decide(rows, [...handedOver, ...wanted]);
}

async function findChanges(
  q: Queryable,
  place: PlaceRow,
  instanceRefs: readonly string[],
): Promise<Change[]> {
  const rows = await listObjectStates(q, { placeId: place.id, instanceRefs });
  const handedOver = await listHandedOver(q, place, instanceRefs);
  return decide(rows, [...handedOver, ...(await listWantedLinks(q, place, instanceRefs))]);
}

function decide(rows: readonly ObjectState[], links: readonly LinkRecord[]): Change[] {
  const ofPlace = rows.filter(isOfPlace);
  const byInstance = groupByInstance(rows);
  const changes: Change[] = [];
  for (const link of new Map(links.map((each) => [each.linkId, each])).values()) {
    const own = (byInstance.get(link.instanceRef) ?? []).filter(
      ({ linkId }) => linkId === null || linkId === link.linkId,
    );
    const to = decideHandOver(link, { place: ofPlace, own });
    if (to !== "stay") changes.push({ link, to });
  }
  return changes;
}

function groupByInstance(rows: readonly ObjectState[]): Map<string, ObjectState[]> {
  const groups = new Map<string, ObjectState[]>();
  for (const row of rows) {
    if (row.instanceRef === null) continue;
    const group = groups.get(row.instanceRef) ?? [];
    group.push(row);
    groups.set(row.instanceRef, group);
  }
  return groups;
}
