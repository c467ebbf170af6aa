import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { emitEvents } from "../events/emit-event";
import { decideHandOver, HEED_MS, isOfPlace, type HandOver } from "./decide-hand-over.pure";
import { listObjectStates, type ObjectState } from "./objects.repo";
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
 * Lets AWS fire what stands there as wanted, and takes back what does not. Decided and written in one
 * transaction, by the schedules and objects as they are then.
 */
export async function handOver(ctx: Context, { place }: PlaceRecord): Promise<void> {
  const { db } = ctx.runtime;
  const changing = await findChanges(db.read, place);
  for (let start = 0; start < changing.length; start += LINKS_PER_WRITE) {
    const part = changing.slice(start, start + LINKS_PER_WRITE).map(({ link }) => link);
    await db.write(async (tx) => {
      const changes = await findChanges(tx, place, part);
      await write(tx, ctx, changes);
      const { accountRef } = place;
      const instanceRefs = [...new Set(changes.map(({ link }) => link.instanceRef))];
      await emitEvents(
        ctx.runtime,
        tx,
        instanceRefs.map((entityId) => ({ type: "instance.changed", entityId, accountRef })),
      );
    });
  }
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

/** Of these links, or of all at the place. */
async function findChanges(
  q: Queryable,
  place: PlaceRow,
  only?: readonly LinkRecord[],
): Promise<Change[]> {
  const instanceRefs = only && [...new Set(only.map(({ instanceRef }) => instanceRef))];
  const rows = await listObjectStates(q, {
    placeId: place.id,
    ...(instanceRefs ? { instanceRefs } : {}),
  });
  const ofPlace = rows.filter(isOfPlace);
  const byInstance = groupByInstance(rows);
  const links = new Map(
    [...(await listHandedOver(q, place)), ...(await listWantedLinks(q, place))].map((link) => [
      link.linkId,
      link,
    ]),
  );
  const wanted = only ? only.map(({ linkId }) => links.get(linkId)) : [...links.values()];
  const changes: Change[] = [];
  for (const link of wanted) {
    if (!link) continue;
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
