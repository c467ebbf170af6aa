import { actorName, userIdOf, type Actor, type Context } from "../context";
import { readAwsRequests } from "../aws/request-trace";
import { auditEntries } from "../db/schema";
import type { ActorType } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { chainEntries } from "./chain-entries";

export interface AuditEntry {
  /** Dotted, for example `backup.start`. */
  action: string;
  targetType: string;
  targetId: string | null;
  accountRef?: string | null;
  /** Public fields only, never a secret. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** `Action request-id` of what was sent for it earlier; what this request or job sent is added. */
  awsRequestIds?: readonly string[];
}

/** SQLite takes 32,766 values in a statement. */
const ROWS_PER_INSERT = 500;

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
  const sent = readAwsRequests() ?? [];
  const rows = entries.map(({ awsRequestIds = [], ...entry }) => {
    const ids = [...new Set([...awsRequestIds, ...sent])];
    const aws = { awsRequestIds: ids.length > 0 ? ids : null };
    return { id: newId("aud", now, ctx.runtime.random), ...by, ...entry, ...aws };
  });
  const chained = await chainEntries(tx, ctx.runtime, rows);
  for (let from = 0; from < chained.length; from += ROWS_PER_INSERT) {
    await tx.insert(auditEntries).values(chained.slice(from, from + ROWS_PER_INSERT));
  }
}

function describeActor(actor: Actor): {
  actorType: ActorType;
  actorId: string | null;
  actorName: string;
  tokenId: string | null;
} {
  const actorId = actor.type === "callback" ? actor.placeId : userIdOf(actor);
  const tokenId = actor.type === "token" ? actor.tokenId : null;
  return { actorType: actor.type, actorId, actorName: actorName(actor), tokenId };
}
