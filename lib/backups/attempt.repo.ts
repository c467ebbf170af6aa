import { and, asc, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { attempts } from "../db/schema";
import type { Tx } from "../db/tx";
import { given, valuesTable } from "../db/values-table";
import { newId } from "../ids";
import type { AttemptRow } from "./backup-row";

export type AttemptPatch = Partial<
  Omit<AttemptRow, "id" | "backupId" | "number" | "imageName" | "createdAt">
>;

type NewAttempt = { backupId: string; number: number; imageName: string } & AttemptPatch;

export async function insertAttempt(
  tx: Tx,
  ctx: Context,
  attempt: NewAttempt,
): Promise<AttemptRow> {
  const [row] = await insertAttempts(tx, ctx, [attempt]);
  if (!row) throw new Error("An insert answers with its row.");
  return row;
}

/** Answers in no order. */
export async function insertAttempts(
  tx: Tx,
  ctx: Context,
  news: readonly NewAttempt[],
): Promise<AttemptRow[]> {
  if (news.length === 0) return [];
  const now = ctx.runtime.clock.now();
  const rows = news.map((attempt) => ({
    id: newId("att", now, ctx.runtime.random),
    status: "prepared" as const,
    createdAt: now,
    ...attempt,
  }));
  return tx.insert(attempts).values(rows).returning();
}

/** The attempt of somebody else, who did not write it down; it may be known already. */
export async function ensureAttempt(
  tx: Tx,
  ctx: Context,
  attempt: { backupId: string; number: number; imageName: string },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  await tx
    .insert(attempts)
    .values({
      id: newId("att", now, ctx.runtime.random),
      status: "prepared",
      createdAt: now,
      ...attempt,
    })
    .onConflictDoNothing();
}

export interface AcceptedSend {
  attemptId: string;
  imageId: string;
  awsRequestId: string | null;
  lastSentAt: number | null;
}

/** AWS answered each of them with an image. */
export async function acceptSends(
  tx: Tx,
  sends: readonly AcceptedSend[],
  now: number,
): Promise<void> {
  if (sends.length === 0) return;
  const rows = sends.map((send) => [
    send.attemptId,
    send.imageId,
    send.awsRequestId,
    send.lastSentAt,
  ]);
  await tx
    .update(attempts)
    .set({
      status: "accepted",
      imageId: given(2),
      awsRequestId: given(3),
      lastSentAt: given(4),
      endedAt: now,
    })
    .from(valuesTable(rows))
    .where(eq(attempts.id, given(1)));
}

export async function patchAttempt(tx: Tx, id: string, set: AttemptPatch): Promise<void> {
  await tx.update(attempts).set(set).where(eq(attempts.id, id));
}

/** A look-up of the send that was read: false when it was sent again meanwhile. */
export async function markLookedUp(
  tx: Tx,
  attempt: Pick<AttemptRow, "id" | "sendCount">,
  set: AttemptPatch,
): Promise<boolean> {
  const marked = await tx
    .update(attempts)
    .set(set)
    .where(
      and(
        eq(attempts.id, attempt.id),
        eq(attempts.status, "unconfirmed"),
        eq(attempts.sendCount, attempt.sendCount),
      ),
    )
    .returning({ id: attempts.id });
  return marked.length > 0;
}

/** Its image was found alive. */
export async function acceptAttempt(
  tx: Tx,
  found: { backupId: string; number: number; imageId: string; now: number },
): Promise<void> {
  await tx
    .update(attempts)
    .set({ status: "accepted", imageId: found.imageId, endedAt: found.now, lookedUpAt: found.now })
    .where(and(eq(attempts.backupId, found.backupId), eq(attempts.number, found.number)));
}

/** A late answer's image id, for whoever looks for the image now. */
export async function hintImageId(
  tx: Tx,
  { attemptId, imageId }: { attemptId: string; imageId: string },
): Promise<void> {
  await tx
    .update(attempts)
    .set({ imageId })
    .where(
      and(eq(attempts.id, attemptId), eq(attempts.status, "unconfirmed"), isNull(attempts.imageId)),
    );
}

/** AWS may have been asked for an image of the backup at least once. */
export async function wasSent(q: Queryable, backupId: string): Promise<boolean> {
  return (
    (await q.$count(attempts, and(eq(attempts.backupId, backupId), gt(attempts.sendCount, 0)))) > 0
  );
}

/** What AWS called the requests for an image of each backup, the oldest attempt first. */
export async function listCreateRequests(
  q: Queryable,
  backupIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (backupIds.length === 0) return new Map();
  const { backupId, awsRequestId, number } = attempts;
  const rows = await q
    .select({ backupId, awsRequestId })
    .from(attempts)
    .where(and(inArray(backupId, [...backupIds]), isNotNull(awsRequestId)))
    .orderBy(asc(backupId), asc(number));
  const sent = new Map<string, string[]>();
  for (const row of rows) {
    const ids = sent.get(row.backupId) ?? [];
    sent.set(row.backupId, [...ids, `CreateImage ${row.awsRequestId}`]);
  }
  return sent;
}
