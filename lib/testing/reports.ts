import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Report } from "#lambda/contract/firing";
import { CALLBACK_HEADERS, signReport } from "#lambda/contract/signature";
import { accounts, eventbridgePlaces } from "../db/schema";
import { ensureCallbackKey, openCallbackKey } from "../eventbridge/callback-key";
import { systemContext } from "./contexts";
import type { TestRuntime } from "./create-test-runtime";

export interface TestPlace {
  id: string;
  accountRef: string;
  /** 12 digits. */
  accountId: string;
  region: string;
  key: Buffer;
}

/** A place of AWS's with its key, as its job would have made it. */
export async function addPlace(
  runtime: TestRuntime,
  { accountRef = "acc_1", region = "eu-central-1" } = {},
): Promise<TestPlace> {
  const { db, clock, vault } = runtime;
  const id = `evp_${accountRef.slice(4)}${region.replaceAll("-", "")}`;
  const now = clock.now();
  const row = { id, accountRef, region, createdAt: now, updatedAt: now };
  await db.write((tx) => tx.insert(eventbridgePlaces).values(row));
  const [account] = await db.read.select().from(accounts).where(eq(accounts.id, accountRef));
  const keyless = { ...row, callbackKey: null, previousKey: null, previousKeyUntilAt: null };
  const { place } = await ensureCallbackKey(systemContext(runtime), { place: keyless });
  const key = Buffer.from(openCallbackKey(vault, place), "base64");
  return { id, accountRef, accountId: account?.accountId ?? "", region, key };
}

export interface TestReport {
  headers: Record<string, string>;
  body: string;
}

/** What the function of the place would send now. */
export function signedReport(
  runtime: TestRuntime,
  place: TestPlace,
  { at = runtime.clock.now(), ...facts }: Partial<Omit<Report, "at">> & { at?: number } = {},
): TestReport {
  const report = {
    v: 1,
    type: "started",
    accountId: place.accountId,
    region: place.region,
    at: new Date(at).toISOString(),
    functionVersion: "0123456789ab",
    ...facts,
  };
  const body = JSON.stringify(report);
  const timestamp = String(Math.floor(at / 1_000));
  const nonce = randomBytes(16).toString("hex");
  return {
    body,
    headers: {
      [CALLBACK_HEADERS.key]: place.id,
      [CALLBACK_HEADERS.timestamp]: timestamp,
      [CALLBACK_HEADERS.nonce]: nonce,
      [CALLBACK_HEADERS.signature]: signReport(place.key, { timestamp, nonce, body }),
    },
  };
}
