import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createTestRuntime } from "../testing/create-test-runtime";
import { settings } from "./schema";
import type { Tx } from "./tx";

/** Gives the other writer its chance while this one holds the lock. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

async function countUp(tx: Tx): Promise<void> {
  const [row] = await tx.select().from(settings).where(eq(settings.key, "count"));
  await breathe();
  const value = Number(row?.value ?? 0) + 1;
  await tx
    .insert(settings)
    .values({ key: "count", value, updatedAt: 0 })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

test("two processes that write at once wait for each other, and both go on", async () => {
  const one = await createTestRuntime();
  const two = await createTestRuntime({ folder: one.folder, seed: "two" });
  try {
    const writes = [one, two].flatMap((runtime) =>
      Array.from({ length: 60 }, () => runtime.db.write(countUp)),
    );
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    const [row] = await one.db.read.select().from(settings).where(eq(settings.key, "count"));
    expect(row?.value).toBe(120);
  } finally {
    await two.close();
    await one.close();
  }
});
