import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, MINUTE } from "../clock";
import { callbackNonces, eventbridgePlaces } from "../db/schema";
import { UnauthorizedError } from "../errors";
import { runHousekeeping } from "../housekeeping/run-housekeeping";
import { anonymousContext, systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { addPlace, signedReport, type TestPlace, type TestReport } from "../testing/reports";
import { acceptReport } from "./accept-report";
import { ensureCallbackKey, openCallbackKey, rotateCallbackKey } from "./callback-key";

let runtime: TestRuntime;
let place: TestPlace;

beforeEach(async () => {
  runtime = await createTestRuntime();
  await createFleet(runtime);
  place = await addPlace(runtime);
});
afterEach(() => runtime.close());

const accept = ({ headers, body }: TestReport) =>
  acceptReport(anonymousContext(runtime), { headers: new Headers(headers), body });

async function rowOf({ id }: TestPlace) {
  const isIt = eq(eventbridgePlaces.id, id);
  const [row] = await runtime.db.read.select().from(eventbridgePlaces).where(isIt);
  if (!row) throw new Error("The place is there.");
  return row;
}

test("a place gets one key, whoever asks first, and keeps it sealed", async () => {
  const ctx = systemContext(runtime);
  const row = await rowOf(place);
  const keyless = { place: { ...row, callbackKey: null } };
  const asked = await Promise.all([1, 2, 3].map(() => ensureCallbackKey(ctx, keyless)));
  for (const { place } of asked) expect(place.callbackKey).toBe(row.callbackKey);
  expect(row.callbackKey).not.toContain(place.key.toString("base64"));
  expect(() => openCallbackKey(runtime.vault, { ...row, id: "evp_other" })).toThrow("sealed");
});

test("the key before is good for a day after the rotation, the new one at once", async () => {
  await runtime.db.write((tx) => rotateCallbackKey(tx, systemContext(runtime), place.id));
  const key = Buffer.from(openCallbackKey(runtime.vault, await rowOf(place)), "base64");
  expect(key.equals(place.key)).toBe(false);
  await accept(signedReport(runtime, place));
  await accept(signedReport(runtime, { ...place, key }));
  runtime.clock.advance(DAY);
  await expect(accept(signedReport(runtime, place))).rejects.toThrow(UnauthorizedError);
  await accept(signedReport(runtime, { ...place, key }));
});

test("a key that does not open any more gives way to a new one", async () => {
  const damaged = (await rowOf(place)).callbackKey?.replace(/.$/, "~") ?? null;
  const isIt = eq(eventbridgePlaces.id, place.id);
  await runtime.db.write((tx) =>
    tx.update(eventbridgePlaces).set({ callbackKey: damaged }).where(isIt),
  );
  await runtime.db.write((tx) => rotateCallbackKey(tx, systemContext(runtime), place.id));
  const row = await rowOf(place);
  expect(row).toMatchObject({ previousKey: null, previousKeyUntilAt: null });
  const key = Buffer.from(openCallbackKey(runtime.vault, row), "base64");
  await accept(signedReport(runtime, { ...place, key }));
});

test("nonces are kept for as long as their report would be believed, and no longer", async () => {
  const sent = signedReport(runtime, place);
  await accept(sent);
  runtime.clock.advance(5 * MINUTE);
  await runHousekeeping(runtime);
  await expect(accept(sent)).rejects.toThrow(UnauthorizedError);
  runtime.clock.advance(11 * MINUTE);
  await runHousekeeping(runtime);
  expect(await runtime.db.read.$count(callbackNonces)).toBe(0);
});
