import { createHash, randomBytes } from "node:crypto";
import { asc } from "drizzle-orm";
import { CALLBACK_HEADERS, signReport } from "#lambda/contract/signature";
import { DAY, MINUTE, SECOND } from "#lib/clock";
import {
  accounts,
  auditEntries,
  backupEvents,
  backups,
  callbackNonces,
  eventbridgePlaces,
} from "#lib/db/schema/index";
import { openCallbackKey } from "#lib/eventbridge/callback-key";
import { listPlaces } from "#lib/eventbridge/places.repo";
import { randomOf, type Random } from "../retention/random";
import type { Application } from "./application";
import type { RawReport } from "./callback-path";
import type { YearWorld } from "./world";

export interface ForgeryFigures {
  /** Forged, stale, replayed, of another account, and signed with a stolen key. */
  forgedReports: number;
  /** Accepted although they were not the function's, or something in the database moved. */
  forgedEffects: number;
}

const FORGED = 5_000;
/** Signed well, with a key that somebody stole: they may only cause a look. */
const STOLEN = 500;

/** In the middle of everything: whatever is sent, nothing follows from it but a look. */
export async function forgeReports(
  world: YearWorld,
  application: Application,
  seed: number,
): Promise<ForgeryFigures> {
  const random = randomOf(seed + 2);
  await application.work();
  const forger = await createForger(world, random);
  const before = await fingerprint(world);
  let forgedEffects = 0;
  for (let count = 0; count < FORGED; count++) {
    const status = await world.callbacks.deliver(forger.forge());
    if (status < 400) forgedEffects += 1;
  }
  if ((await fingerprint(world)) !== before) forgedEffects += 1;
  const truth = await statuses(world);
  for (let count = 0; count < STOLEN; count++)
    await world.callbacks.deliver(forger.withStolenKey());
  await application.work();
  const after = await statuses(world);
  for (const [id, was] of truth) if (after.get(id) !== was) forgedEffects += 1;
  return { forgedReports: FORGED + STOLEN, forgedEffects };
}

async function createForger({ runtime, callbacks }: YearWorld, random: Random) {
  const now = runtime.clock.now();
  const places = (await listPlaces(runtime.db.read, "all")).map(({ place, accountId }) => ({
    id: place.id,
    accountId,
    region: place.region,
    key: Buffer.from(openCallbackKey(runtime.vault, place), "base64"),
  }));
  const known = await runtime.db.read.select().from(backups);
  const accountIds = (await runtime.db.read.select().from(accounts)).map((row) => row.accountId);
  const heard = [...callbacks.accepted];

  const write = (place: { accountId: string; region: string }): string => {
    const backup = random.pick(known);
    return JSON.stringify({
      v: 1,
      type: random.pick(["started", "succeeded", "failed", "refused", "image_state"]),
      accountId: place.accountId,
      region: place.region,
      at: new Date(now).toISOString(),
      functionVersion: "0123456789ab",
      instanceId: backup.instanceId,
      dueAt: new Date(backup.dueAt).toISOString(),
      imageId: `ami-${random.int(1, 1e12).toString(16).padStart(17, "0")}`,
      message: "Forged.",
    });
  };
  const kinds: ReadonlyArray<() => RawReport> = [
    // Replayed as it was, and with a body or a signature of its own.
    () => random.pick(heard),
    () => ({ ...random.pick(heard), body: write(random.pick(places)) }),
    () => ({ headers: { ...random.pick(heard).headers }, body: random.pick(heard).body + " " }),
    () => {
      const place = random.pick(places);
      return sign({ key: randomBytes(32), placeId: place.id, body: write(place), at: now });
    },
    // Signed well, and of another time, another account, another place, or no report at all.
    () => {
      const place = random.pick(places);
      const at = now + random.pick([-1, 1]) * (5 * MINUTE + random.int(SECOND, DAY));
      return sign({ key: place.key, placeId: place.id, body: write(place), at });
    },
    () => {
      const place = random.pick(places);
      const accountId = random.pick(
        [...accountIds, "999999999999"].filter((id) => id !== place.accountId),
      );
      return sign({
        key: place.key,
        placeId: place.id,
        body: write({ ...place, accountId }),
        at: now,
      });
    },
    () => {
      const [place, other] = [places[0], places[1]];
      if (!place || !other) throw new Error("There are two places.");
      return sign({ key: place.key, placeId: other.id, body: write(other), at: now });
    },
    () => {
      const place = random.pick(places);
      return sign({ key: place.key, placeId: place.id, body: "{}", at: now });
    },
    () => {
      const place = random.pick(places);
      const body = write(place) + " ".repeat(17_000);
      return sign({ key: place.key, placeId: place.id, body, at: now });
    },
  ];
  return {
    forge: () => random.pick(kinds)(),
    withStolenKey: () => {
      const place = random.pick(places);
      return sign({ key: place.key, placeId: place.id, body: write(place), at: now });
    },
  };
}

async function statuses({ runtime }: YearWorld): Promise<Map<string, string>> {
  const rows = await runtime.db.read.select().from(backups);
  return new Map(rows.map(({ id, status, imageId }) => [id, `${status} ${imageId}`]));
}

/** Everything a report could touch. */
async function fingerprint({ runtime }: YearWorld): Promise<string> {
  const { read } = runtime.db;
  const hash = createHash("sha256");
  for (const rows of [
    await read.select().from(backups).orderBy(asc(backups.id)),
    await read.select().from(eventbridgePlaces).orderBy(asc(eventbridgePlaces.id)),
    await read.select().from(callbackNonces).orderBy(asc(callbackNonces.nonce)),
    [await read.$count(auditEntries), await read.$count(backupEvents)],
    runtime.queue.waiting(),
  ]) {
    hash.update(JSON.stringify(rows));
  }
  return hash.digest("hex");
}

function sign(of: { key: Uint8Array; placeId: string; body: string; at: number }): RawReport {
  const timestamp = String(Math.floor(of.at / SECOND));
  const nonce = randomBytes(16).toString("hex");
  const { key, placeId, body } = of;
  const headers = {
    [CALLBACK_HEADERS.key]: placeId,
    [CALLBACK_HEADERS.timestamp]: timestamp,
    [CALLBACK_HEADERS.nonce]: nonce,
    [CALLBACK_HEADERS.signature]: signReport(key, { timestamp, nonce, body }),
  };
  return { headers, body };
}
