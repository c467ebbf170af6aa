import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { listExclusions } from "../schedules/exclusion-windows.repo";
import { changeOf, keyOf, type Candidate } from "./derived-changes.pure";
import { objectsChanged } from "./objects-changed";
import {
  countStandingRules,
  findDerived,
  insertObjects,
  listDerived,
  patchObjects,
  type DerivedRow,
} from "./objects.repo";
import { findPlace, listWantedLinks, patchPlace, type PlaceRecord } from "./places.repo";
import { readPlaceFacts } from "./place-facts";
import type { WantedObject } from "./wanted-object";
import { wantedObjects } from "./wanted-objects";

/** What is looked at in one turn of the event loop: a few milliseconds. */
const ROWS_PER_TURN = 1_000;
const ROWS_PER_WRITE = 50;

/**
 * Writes down what is to be in AWS for the instances of a place, and what is to be there no more. Calls
 * nobody but the database. `mark` says from what it was derived, and stands there only when all of it
 * is written: whoever derives later, or asks for it anew, ends this one between two portions.
 */
export async function deriveObjects(
  ctx: Context,
  { record, mark }: { record: PlaceRecord; mark: string },
): Promise<void> {
  const { clock, db, random } = ctx.runtime;
  const { place } = record;
  const claim = `under way ${newId("evo", clock.now(), random)}`;
  await db.write((tx) => patchPlace(tx, place.id, { derivedFrom: claim }));
  const wanted = await readWanted(ctx, record);
  const candidates = await findCandidates(await readKnown(ctx, place.id), wanted);
  const asClaimed = (write: (tx: Tx) => Promise<void>) =>
    db.write(async (tx) => {
      const now = await findPlace(tx, place);
      if (now?.place.derivedFrom !== claim) return false;
      await write(tx);
      return true;
    });
  for (let start = 0; start < candidates.length; start += ROWS_PER_WRITE) {
    const part = candidates.slice(start, start + ROWS_PER_WRITE);
    if (!(await asClaimed((tx) => write(tx, ctx, { record, part })))) return;
    await letOthersRun();
  }
  await asClaimed((tx) => patchPlace(tx, place.id, { derivedFrom: mark }));
}

async function readWanted(ctx: Context, record: PlaceRecord): Promise<WantedObject[]> {
  const { read } = ctx.runtime.db;
  const { place } = record;
  const fresh = (await findPlace(read, place)) ?? record;
  const links = await listWantedLinks(read, place);
  const rules = await countStandingRules(read, place.id);
  return wantedObjects(
    await readPlaceFacts(ctx, fresh),
    links.map((link) => ({ ...link, rulesStanding: rules.get(link.linkId) ?? 0 })),
    await listExclusions(read),
  );
}

async function readKnown(ctx: Context, placeId: string): Promise<Map<string, DerivedRow>> {
  const known = new Map<string, DerivedRow>();
  for (let after = ""; ;) {
    const rows = await listDerived(ctx.runtime.db.read, { placeId, after, limit: ROWS_PER_TURN });
    for (const row of rows) known.set(keyOf(row), row);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < ROWS_PER_TURN) return known;
    await letOthersRun();
  }
}

/** Where what is known differs from what is wanted: first what is wanted. */
async function findCandidates(
  known: ReadonlyMap<string, DerivedRow>,
  wanted: readonly WantedObject[],
): Promise<Candidate[]> {
  const dropped = new Map(known);
  const candidates: Candidate[] = [];
  for (const [index, object] of wanted.entries()) {
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await letOthersRun();
    const { kind, name } = object;
    const key = keyOf(object);
    if (changeOf(known.get(key) ?? null, object)) candidates.push({ kind, name, object });
    dropped.delete(key);
  }
  for (const row of dropped.values()) {
    const { kind, name } = row;
    if (changeOf(row, null)) candidates.push({ kind, name, object: null });
  }
  return candidates;
}

/** By the rows as they are in this transaction: others put, forget and ask about them meanwhile. */
async function write(
  tx: Tx,
  ctx: Context,
  of: { record: PlaceRecord; part: readonly Candidate[] },
): Promise<void> {
  const { clock, random } = ctx.runtime;
  const { place } = of.record;
  const now = clock.now();
  const found = await findDerived(tx, { placeId: place.id, named: of.part });
  const rows = new Map(found.map((row) => [keyOf(row), row]));
  const changes = of.part.map((each) => changeOf(rows.get(keyOf(each)) ?? null, each.object));
  const added = changes.flatMap((change) => (change?.type === "add" ? [change.object] : []));
  const fresh = {
    state: "waiting",
    attempts: 0,
    notBeforeAt: null,
    message: null,
    errorCode: null,
    suggestion: null,
    updatedAt: now,
  } as const;
  await insertObjects(
    tx,
    added.map(({ kind, name, instanceRef, linkId, scheduleVersion, spec, specHash }) => ({
      kind,
      name,
      instanceRef,
      linkId,
      scheduleVersion,
      specHash,
      spec: { ...spec },
      ...fresh,
      id: newId("evo", now, random),
      placeId: place.id,
      wanted: true,
      createdAt: now,
    })),
  );
  for (const change of changes) {
    if (change?.type === "drop") {
      const set = { ...fresh, wanted: false, ...askedState(change.row) };
      await patchObjects(tx, [change.row.id], set);
    } else if (change?.type === "follow") {
      const { scheduleVersion } = change.object;
      await patchObjects(tx, [change.row.id], { scheduleVersion, updatedAt: now });
    } else if (change?.type === "change") {
      const { specHash, instanceRef, linkId, scheduleVersion } = change.object;
      const spec = { ...change.object.spec };
      const links = { instanceRef, linkId, scheduleVersion };
      const set = { ...fresh, wanted: true, spec, specHash, ...links };
      await patchObjects(tx, [change.row.id], { ...set, ...askedState(change.row) });
    }
  }
  await objectsChanged(tx, ctx, place);
}

/** What a person has not decided yet stays theirs to decide. */
function askedState(row: DerivedRow): { state: "changed" } | Record<string, never> {
  return row.state === "changed" && row.overruledAt === null ? { state: "changed" } : {};
}
