import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { changeOf, keyOf, type Candidate } from "./derived-changes.pure";
import { findCandidates } from "./find-candidates";
import { objectsChanged } from "./objects-changed";
import { insertObjects, patchObjects } from "./objects.repo";
import { findDerived, type DerivedRow } from "./derived-objects.repo";
import { findPlace, patchPlace, type PlaceRecord } from "./places.repo";

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
  const candidates = await findCandidates(ctx, record);
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
