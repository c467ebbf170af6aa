import { eq } from "drizzle-orm";
import { HOUR } from "../clock";
import { backups, instances } from "../db/schema";
import { newId } from "../ids";
import type { TestRuntime } from "./create-test-runtime";

type BackupInsert = typeof backups.$inferInsert;
export type HistoryEntry = Partial<BackupInsert> & { at: number };

const ROWS_PER_WRITE = 400;

/** Backups as rows, without AWS, each with the image it would have; answers with their ids. */
export async function addHistory(
  runtime: TestRuntime,
  instanceRef: string,
  entries: ReadonlyArray<HistoryEntry | number>,
): Promise<string[]> {
  const { db } = runtime;
  const [instance] = await db.read.select().from(instances).where(eq(instances.id, instanceRef));
  if (!instance) throw new Error(`There is no instance ${instanceRef}.`);
  const rows = entries.map((entry) => {
    const { at, ...given } = typeof entry === "number" ? { at: entry } : entry;
    const id = newId("bak", at, runtime.random);
    const hasImage = given.status === undefined || given.status === "available";
    return {
      id,
      key: id,
      instanceRef,
      accountRef: instance.accountRef,
      region: instance.region,
      instanceId: instance.instanceId,
      kind: "scheduled" as const,
      dueAt: at,
      status: "available" as const,
      startWindowEndsAt: at + HOUR,
      createdAt: at,
      updatedAt: at,
      ...(hasImage
        ? { imageId: `ami-${id}`, imageState: "available", imageCreatedAt: at, sizeBytes: 8e9 }
        : {}),
      ...given,
    };
  });
  for (let from = 0; from < rows.length; from += ROWS_PER_WRITE) {
    const part = rows.slice(from, from + ROWS_PER_WRITE);
    await db.write((tx) => tx.insert(backups).values(part));
  }
  const availableCount = await db.read.$count(backups, eq(backups.instanceRef, instanceRef));
  await db.write((tx) =>
    tx.update(instances).set({ availableCount }).where(eq(instances.id, instanceRef)),
  );
  return rows.map(({ id }) => id);
}
