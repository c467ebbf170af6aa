import { AwsCallError } from "../aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "../aws/aws-codes.pure";
import { newId } from "../ids";
import type { Tx } from "../db/tx";
import { askPlace } from "./ask-place";
import { forgetRegion, listRegionsWithAny } from "./discovered.repo";
import { idsOf, type PlaceLook } from "./place-look";
import { discoveryProgress } from "./discovery-changed";
import { discoverPlaceJob } from "./jobs";
import { deletePlaces, insertPlaces, listKnownRegions, patchPlaces } from "./runs.repo";

/**
 * Puts the enabled regions of an account in place of the question. Where that list may not be read,
 * the question has failed, with what is missing, and the regions that are known are looked at.
 */
export async function readRegions(look: PlaceLook): Promise<void> {
  const { ctx, rows } = look;
  const { clock, db, queue, random } = ctx.runtime;
  const { accountRef } = look.place;
  const known = await listKnownRegions(db.read, accountRef);
  const home = { accountRef, region: known[0] ?? "us-east-1" };
  const { regions, disabled, refusal } = await listRegions(look, home).catch((error: unknown) => {
    if (!(error instanceof AwsCallError && MISSING_PERMISSION_CODES.has(error.awsCode)))
      throw error;
    return { regions: known, disabled: [], refusal: error };
  });
  const now = clock.now();
  await db.write(async (tx) => {
    const forgotten = await forgetDisabled(tx, { accountRef, disabled, now });
    const ended = { state: "done", startedAt: now, endedAt: now } as const;
    const places = rows.flatMap(({ runId, credentialId }) => {
      const toPlace = (region: string) => {
        const id = newId("dsp", now, random);
        return { id, runId, accountRef, region, credentialId, askedAt: now };
      };
      return [
        ...regions.map(toPlace),
        ...forgotten.map((region) => ({ ...toPlace(region), ...ended })),
      ];
    });
    await insertPlaces(tx, places);
    if (refusal === null) await deletePlaces(tx, idsOf(rows));
    else {
      const { message: error, suggestion = null } = refusal;
      await patchPlaces(tx, idsOf(rows), { state: "failed", error, suggestion, endedAt: now });
    }
    await discoveryProgress(tx, ctx, look.place);
  });
  await queue.enqueue(
    discoverPlaceJob,
    regions.map((region) => ({ accountRef, region })),
  );
}

/** Nothing can be seen of a region that was disabled: what was there is gone. Answers with these. */
async function forgetDisabled(
  tx: Tx,
  of: { accountRef: string; disabled: readonly string[]; now: number },
): Promise<string[]> {
  const { accountRef, disabled, now } = of;
  const held = await listRegionsWithAny(tx, accountRef);
  const forgotten = held.filter((region) => disabled.includes(region));
  for (const region of forgotten) await forgetRegion(tx, { accountRef, region }, now);
  return forgotten;
}

async function listRegions(look: PlaceLook, place: { accountRef: string; region: string }) {
  const { ctx, rows, signal } = look;
  const preferredId = rows.find((row) => row.credentialId !== null)?.credentialId ?? null;
  const asked = { ctx, place, preferredId, signal };
  const all = await askPlace(asked, (ec2) => ec2.describeRegions(), { isFirst: true });
  const namesOf = (wanted: boolean) =>
    all.filter(({ enabled }) => enabled === wanted).map(({ region }) => region);
  return { regions: namesOf(true).toSorted(), disabled: namesOf(false), refusal: null };
}
