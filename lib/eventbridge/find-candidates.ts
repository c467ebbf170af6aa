import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import { listExclusions } from "../schedules/exclusion-windows.repo";
import { changeOf, keyOf, type Candidate } from "./derived-changes.pure";
import { countStandingRules } from "./objects.repo";
import { listDerived, type DerivedRow } from "./derived-objects.repo";
import { readPlaceFacts } from "./place-facts";
import { findPlace, listWantedLinks, type PlaceRecord } from "./places.repo";
import type { WantedObject } from "./wanted-object";
import { wantedObjects } from "./wanted-objects";

/** What is looked at in one turn of the event loop: a few milliseconds. */
const ROWS_PER_TURN = 1_000;

/** Where what is known of a place differs from what is wanted there: first what is wanted. */
export async function findCandidates(ctx: Context, record: PlaceRecord): Promise<Candidate[]> {
  const wanted = await readWanted(ctx, record);
  const known = await readKnown(ctx, record.place.id);
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
