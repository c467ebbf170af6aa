import type { Context } from "../context";
import { emitEvents } from "../events/emit-event";
import {
  decideHandOver,
  HEED_MS,
  isOfPlace,
  type FiringRow,
  type HandOver,
} from "./decide-hand-over.pure";
import { listObjects, type ObjectRow } from "./objects.repo";
import {
  listHandedOver,
  listWantedLinks,
  patchLinkSchedulers,
  type LinkRecord,
  type PlaceRecord,
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
    const ids = new Set(
      changing.slice(start, start + LINKS_PER_WRITE).map(({ link }) => link.linkId),
    );
    await db.write(async (tx) => {
      const now = ctx.runtime.clock.now();
      const changes = (await findChanges(tx, place)).filter(({ link }) => ids.has(link.linkId));
      for (const { link, to } of changes) {
        const isAws = to === "to_aws";
        await patchLinkSchedulers(tx, [link.linkId], {
          scheduler: isAws ? "eventbridge" : "local",
          awsFromAt: isAws ? now + HEED_MS : null,
          awsVersion: isAws ? link.scheduleVersion : null,
        });
      }
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

async function findChanges(
  q: Parameters<typeof listObjects>[0],
  place: PlaceRecord["place"],
): Promise<Change[]> {
  const rows = (await listObjects(q, place.id)).map(toFiringRow);
  const ofPlace = rows.filter(isOfPlace);
  const byInstance = groupByInstance(rows);
  const links = new Map(
    [...(await listHandedOver(q, place)), ...(await listWantedLinks(q, place))].map((link) => [
      link.linkId,
      link,
    ]),
  );
  const changes: Change[] = [];
  for (const link of links.values()) {
    const own = (byInstance.get(link.instanceRef) ?? []).filter(
      ({ linkId }) => linkId === null || linkId === link.linkId,
    );
    const to = decideHandOver(link, { place: ofPlace, own });
    if (to !== "stay") changes.push({ link, to });
  }
  return changes;
}

function groupByInstance(rows: readonly FiringRow[]): Map<string, FiringRow[]> {
  const groups = new Map<string, FiringRow[]>();
  for (const row of rows) {
    if (row.instanceRef === null) continue;
    const group = groups.get(row.instanceRef) ?? [];
    group.push(row);
    groups.set(row.instanceRef, group);
  }
  return groups;
}

function toFiringRow(row: ObjectRow): FiringRow {
  const ours = row.spec["ours"] as { scheduleVersion?: number } | undefined;
  return { ...row, scheduleVersion: ours?.scheduleVersion ?? null };
}
