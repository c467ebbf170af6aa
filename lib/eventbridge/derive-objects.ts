import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import { newId } from "../ids";
import { listExclusions } from "../schedules/exclusion-windows.repo";
import { objectsChanged } from "./objects-changed";
import {
  insertObjects,
  listLinksWithRules,
  listObjects,
  patchObjects,
  type ObjectRow,
} from "./objects.repo";
import { listWantedLinks, patchPlace, type PlaceRecord } from "./places.repo";
import { readPlaceFacts } from "./place-facts";
import { wantedObjects, type WantedObject } from "./wanted-objects";

const ROWS_PER_WRITE = 50;

/**
 * Writes down what is to be in AWS for the instances of a place, and what is to be there no more. Calls
 * nobody but the database. `mark` says from what it was derived.
 */
export async function deriveObjects(
  ctx: Context,
  { record, mark }: { record: PlaceRecord; mark: string },
): Promise<void> {
  const { db } = ctx.runtime;
  const { place } = record;
  const links = await listWantedLinks(db.read, place);
  const withRules = await listLinksWithRules(db.read, place.id);
  const wanted = wantedObjects(
    await readPlaceFacts(ctx, record),
    links.map((link) => ({ ...link, hasRules: withRules.has(link.linkId) })),
    await listExclusions(db.read),
  );
  const known = await listObjects(db.read, place.id);
  const changes = diff(known, wanted);
  for (let start = 0; start < changes.length; start += ROWS_PER_WRITE) {
    await write(ctx, record, changes.slice(start, start + ROWS_PER_WRITE));
    await letOthersRun();
  }
  await db.write((tx) => patchPlace(tx, place.id, { derivedFrom: mark }));
}

type Change =
  | { type: "add"; object: WantedObject }
  | { type: "change"; row: ObjectRow; object: WantedObject }
  /** The same in AWS, by another version of its schedule. */
  | { type: "follow"; row: ObjectRow; object: WantedObject }
  | { type: "drop"; row: ObjectRow };

function diff(known: readonly ObjectRow[], wanted: readonly WantedObject[]): Change[] {
  const rows = new Map(known.map((row) => [keyOf(row), row]));
  const changes: Change[] = [];
  const kept = new Set<string>();
  for (const object of wanted) {
    const row = rows.get(keyOf(object));
    kept.add(keyOf(object));
    if (!row) changes.push({ type: "add", object });
    else if (!row.wanted || row.specHash !== object.specHash) {
      changes.push({ type: "change", row, object });
    } else if (row.scheduleVersion !== object.scheduleVersion) {
      changes.push({ type: "follow", row, object });
    }
  }
  for (const row of known) {
    if (row.wanted && !kept.has(keyOf(row))) changes.push({ type: "drop", row });
  }
  return changes;
}

function keyOf({ kind, name }: Pick<WantedObject, "kind" | "name">): string {
  return `${kind} ${name}`;
}

async function write(
  ctx: Context,
  { place }: PlaceRecord,
  changes: readonly Change[],
): Promise<void> {
  const { clock, db, random } = ctx.runtime;
  const now = clock.now();
  const fresh = {
    state: "waiting",
    attempts: 0,
    notBeforeAt: null,
    message: null,
    errorCode: null,
    suggestion: null,
    updatedAt: now,
  } as const;
  await db.write(async (tx) => {
    const added = changes.flatMap((change) => (change.type === "add" ? [change.object] : []));
    await insertObjects(
      tx,
      added.map((object) => ({
        ...object,
        ...fresh,
        spec: { ...object.spec },
        id: newId("evo", now, random),
        placeId: place.id,
        wanted: true,
        createdAt: now,
      })),
    );
    for (const change of changes) {
      if (change.type === "drop") {
        await patchObjects(tx, [change.row.id], {
          ...fresh,
          wanted: false,
          ...askedState(change.row),
        });
      } else if (change.type === "follow") {
        const { scheduleVersion } = change.object;
        await patchObjects(tx, [change.row.id], { scheduleVersion, updatedAt: now });
      } else if (change.type === "change") {
        const { row, object } = change;
        const { specHash, instanceRef, linkId, scheduleVersion } = object;
        const spec = { ...object.spec };
        const links = { instanceRef, linkId, scheduleVersion };
        const set = { ...fresh, wanted: true, spec, specHash, ...links };
        await patchObjects(tx, [row.id], { ...set, ...askedState(row) });
      }
    }
    await objectsChanged(tx, ctx, place);
  });
}

/** What a person has not decided yet stays theirs to decide. */
function askedState(row: ObjectRow): { state: "changed" } | Record<string, never> {
  return row.state === "changed" && row.overruledAt === null ? { state: "changed" } : {};
}
