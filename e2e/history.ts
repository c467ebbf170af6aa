import { createClient } from "@libsql/client";
import { expect } from "@playwright/test";
import type { Fleet } from "./fleet";
import { REGION } from "./fleet";
import type { Product } from "./product";
import { textOf } from "./rest";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A comparison is a job among others. */
const FOUND_MS_MAX = 30_000;
const HOUR_MS = 60 * 60 * 1_000;
/** A key is sixteen letters, another for each age. */
const KEY_LETTERS = "abcdefghij";

export interface OldInstance {
  /** Ours. */
  id: string;
  /** EC2's. */
  instanceId: string;
  /** Of its images, in the order of the ages asked for. */
  imageIds: readonly string[];
  /** Ours, in the same order. */
  backupIds: readonly string[];
}

/** An instance whose images of this installation are so many days old, found by a comparison. */
export async function prepareOldInstance(
  of: { product: Product; fleet: Fleet },
  { name, ages }: { name: string; ages: readonly number[] },
): Promise<OldInstance> {
  const { aws, installationId } = of.product;
  const { accountId, credentialId, rest } = of.fleet;
  const { instanceId } = await aws.createInstance({ accountId, region: REGION, name });
  const id = textOf(
    await rest.post("/api/instances", { credentialId, region: REGION, instanceId }),
    "id",
  );
  const { images } = await aws.seedHistory({
    accountId,
    region: REGION,
    instanceId,
    ownerId: installationId,
    images: ages.map((age) => toImage({ instanceId, name, age })),
  });
  await rest.post("/api/reconcile", {});
  const imageIds = images.map(({ imageId }) => imageId);
  let known = new Map<unknown, string>();
  await expect
    .poll(
      async () => {
        const { items } = await rest.get(`/api/backups?instance=${id}&status=available&limit=200`);
        const rows = Array.isArray(items) ? (items as Record<string, unknown>[]) : [];
        known = new Map(rows.map((row) => [row["imageId"], textOf(row, "id")]));
        return known.size;
      },
      { timeout: FOUND_MS_MAX },
    )
    .toBe(ages.length);
  return {
    id,
    instanceId,
    imageIds,
    backupIds: imageIds.map((imageId) => known.get(imageId) ?? ""),
  };
}

function toImage({ instanceId, name, age }: { instanceId: string; name: string; age: number }) {
  const createdAt = Date.now() - age * DAY_MS;
  const due = `${new Date(createdAt).toISOString().slice(0, 19)}Z`;
  const letters = [...String(age)].map((digit) => KEY_LETTERS.charAt(Number(digit))).join("");
  const key = `${letters}${name.replaceAll(/[^a-z]/g, "")}${"z".repeat(16)}`.slice(0, 16);
  const tags = {
    Name: name,
    "amivault:backup": key,
    "amivault:attempt": "1",
    "amivault:instance": instanceId,
    "amivault:due": due,
  };
  const stamp = due.replaceAll(/[-:]/g, "");
  return { name: `${instanceId}-${stamp}-${key}`, createdAt, tags, snapshotTags: tags };
}

/**
 * As if the last edit of any rule lay an hour back, and the last sweep too: the product's clock is
 * the machine's. Only while the product is down.
 */
export async function letAnHourPass({ databaseUrl }: Product): Promise<void> {
  const database = createClient({ url: databaseUrl });
  try {
    await database.batch([
      `update retention_policies set changed_at = changed_at - ${HOUR_MS}`,
      `update instances set retention_changed_at = retention_changed_at - ${HOUR_MS}`,
      `update schedules set timing_changed_at = timing_changed_at - ${HOUR_MS}`,
      `delete from leases where name in ('retention', 'retention.swept')`,
    ]);
  } finally {
    database.close();
  }
}
