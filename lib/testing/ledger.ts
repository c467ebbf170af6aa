import { asc, eq } from "drizzle-orm";
import { toIso, toIsoOrNull } from "../clock";
import { backups, instances, occurrences, scheduleLinks } from "../db/schema";
import type { TestRuntime } from "./create-test-runtime";

/** An occurrence as a test reads it. */
export interface LedgerLine {
  due: string;
  status: string;
  count: number;
}

/** The ledger of an instance, oldest first. */
export async function readLedger(runtime: TestRuntime, instanceRef: string): Promise<LedgerLine[]> {
  const rows = await runtime.db.read
    .select({ dueAt: occurrences.dueAt, status: backups.status, count: occurrences.count })
    .from(occurrences)
    .innerJoin(backups, eq(backups.id, occurrences.backupId))
    .where(eq(occurrences.instanceRef, instanceRef))
    .orderBy(asc(occurrences.dueAt), asc(occurrences.linkId));
  return rows.map(({ dueAt, status, count }) => ({ due: toIso(dueAt), status, count }));
}

/** `2026-02-01T12:00:00.000Z available`, oldest first. */
export async function readLedgerLines(
  runtime: TestRuntime,
  instanceRef: string,
): Promise<string[]> {
  const lines = await readLedger(runtime, instanceRef);
  return lines.map(
    ({ due, status, count }) => `${due.slice(0, 16)} ${status}${count > 1 ? ` ×${count}` : ""}`,
  );
}

export async function readBackups(runtime: TestRuntime, instanceRef: string) {
  return runtime.db.read
    .select()
    .from(backups)
    .where(eq(backups.instanceRef, instanceRef))
    .orderBy(asc(backups.dueAt));
}

export async function readDueMoments(runtime: TestRuntime, instanceRef: string) {
  const [row] = await runtime.db.read
    .select({ next: instances.nextDueAt, last: instances.lastDueAt })
    .from(instances)
    .where(eq(instances.id, instanceRef));
  return { next: toIsoOrNull(row?.next), last: toIsoOrNull(row?.last) };
}

export async function readLinks(runtime: TestRuntime, instanceRef: string) {
  return runtime.db.read
    .select()
    .from(scheduleLinks)
    .where(eq(scheduleLinks.instanceRef, instanceRef));
}
