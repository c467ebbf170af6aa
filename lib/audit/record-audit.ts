import { actorName, userIdOf, type Actor, type Context } from "../context";
import { auditEntries } from "../db/schema";
import type { ActorType } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId } from "../ids";

export interface AuditEntry {
  /** Dotted, for example `backup.start`. */
  action: string;
  targetType: string;
  targetId: string | null;
  accountRef?: string | null;
  /** Public fields only, never a secret. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Written in the transaction of the change it tells of: no change without its entry. */
export async function recordAudit(tx: Tx, ctx: Context, entry: AuditEntry): Promise<void> {
  await recordAudits(tx, ctx, [entry]);
}

/** Of changes that were made together. */
export async function recordAudits(
  tx: Tx,
  ctx: Context,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const now = ctx.runtime.clock.now();
  const by = {
    at: now,
    ...describeActor(ctx.actor),
    requestId: ctx.requestId,
    address: ctx.address,
  };
  await tx.insert(auditEntries).values(
    entries.map((entry) => {
      return { id: newId("aud", now, ctx.runtime.random), ...by, ...entry };
    }),
  );
}

function describeActor(actor: Actor): {
  actorType: ActorType;
  actorId: string | null;
  actorName: string;
} {
  const actorId = actor.type === "callback" ? actor.placeId : userIdOf(actor);
  return { actorType: actor.type, actorId, actorName: actorName(actor) };
}
