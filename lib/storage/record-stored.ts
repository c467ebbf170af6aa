import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Runtime } from "../runtime";
import {
  countBytes,
  findStoredDay,
  findStoredDayBefore,
  forgetStoredAfter,
  hasStoredAfter,
  listAccountRefs,
  listStoredImages,
  listStoring,
  setStoredBytes,
  sumStored,
  writeStoredDays,
  type ImagePlace,
} from "./storage.repo";
import { dayOf, daysBetween, STORED_STATUSES, StoredDays } from "./stored-days.pure";

/** As far back as is worked out for an account that was never counted. */
export const STORED_DAYS = 90;
/** As far back as anybody can ask for. */
const MISSED_DAYS_MAX = 400;
const IMAGES_PER_READ = 500;
/** With hundreds of images each a write stays short. */
const INSTANCES_PER_WRITE = 20;

interface Job {
  signal?: AbortSignal;
}

/**
 * Keeps the day of each account up to date; what it says last stands for the day. The first count of
 * a day goes through the backups themselves, so that no sum drifts.
 */
export async function recordStored(runtime: Runtime, job: Job = {}): Promise<void> {
  const { read } = runtime.db;
  const now = runtime.clock.now();
  const day = dayOf(now);
  for (const accountRef of await listAccountRefs(read)) {
    if (job.signal?.aborted) return;
    if (await hasStoredAfter(read, { accountRef, day })) {
      await runtime.db.write((tx) => forgetStoredAfter(tx, { accountRef, day }));
    }
    const known = await findStoredDay(read, { accountRef, day });
    if (known === null) await recount(runtime, accountRef, job);
    if (job.signal?.aborted) return;
    if (known === null) await completeDays(runtime, { accountRef, now });
    const [stored] = await sumStored(read, [accountRef]);
    const { images = 0, bytes = 0 } = stored ?? {};
    if (known?.images === images && known.bytes === bytes) continue;
    await runtime.db.write((tx) => writeStoredDays(tx, accountRef, [{ day, images, bytes }]));
  }
}

/** Sets right what an instance is said to have stored, where it is not what its backups say. */
async function recount(runtime: Runtime, accountRef: string, job: Job): Promise<void> {
  let afterId = "";
  while (!job.signal?.aborted) {
    const last = await runtime.db.write(async (tx) => {
      const part = await listStoring(tx, { accountRef, afterId, limit: INSTANCES_PER_WRITE });
      const counted = await countBytes(
        tx,
        part.map(({ id }) => id),
      );
      for (const { id, bytes: said } of part) {
        const bytes = counted.get(id) ?? 0;
        if (bytes !== said) await setStoredBytes(tx, { instanceRef: id, bytes });
      }
      return part.length < INSTANCES_PER_WRITE ? null : part.at(-1);
    });
    if (!last) return;
    afterId = last.id;
    await letOthersRun();
  }
}

/** So that the sum of all accounts has each of them on every day, also after a time without counts. */
async function completeDays(
  runtime: Runtime,
  { accountRef, now }: { accountRef: string; now: number },
): Promise<void> {
  const day = dayOf(now);
  const last = await findStoredDayBefore(runtime.db.read, { accountRef, day });
  if (last === null) return rebuildDays(runtime, { accountRef, now });
  const missed = daysBetween(last.day, day, MISSED_DAYS_MAX).map((each) => ({
    ...last,
    day: each,
  }));
  await runtime.db.write((tx) => writeStoredDays(tx, accountRef, missed));
}

/** What was stored on the days before this installation counted, as its records have it. */
async function rebuildDays(
  runtime: Runtime,
  { accountRef, now }: { accountRef: string; now: number },
): Promise<void> {
  const days = new StoredDays({ now, days: STORED_DAYS });
  for (const status of STORED_STATUSES) {
    let after: ImagePlace | null = null;
    do {
      const images: Awaited<ReturnType<typeof listStoredImages>> = await listStoredImages(
        runtime.db.read,
        { accountRef, status, after, limit: IMAGES_PER_READ },
      );
      for (const image of images) days.add(image);
      after = images.length < IMAGES_PER_READ ? null : (images.at(-1) ?? null);
      await letOthersRun();
    } while (after !== null);
  }
  await runtime.db.write((tx) => writeStoredDays(tx, accountRef, days.toDays()));
}
