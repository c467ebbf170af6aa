import type { ChannelMessage, MessageEvent } from "../channels/message";
import { toIso, toIsoOrNull } from "../clock";
import type { Queryable } from "../db/client";
import type { Runtime } from "../runtime";
import type { AlertRow } from "./alert.repo";
import { countMembers, findAccountId, listFirstMembers } from "./members.repo";

const MEMBERS_SHOWN = 20;

/** The alert as it is now, with the first of its members; of a closed one, all it ever had count. */
export async function toMessage(
  runtime: Pick<Runtime, "clock" | "config">,
  q: Queryable,
  { id, event, alert }: { id: string; event: MessageEvent; alert: AlertRow },
): Promise<ChannelMessage> {
  const { publicUrl } = runtime.config;
  const of = { alertId: alert.id, cleared: alert.closedAt !== null };
  const members = await listFirstMembers(q, { ...of, limit: MEMBERS_SHOWN });
  return {
    id,
    event,
    at: toIso(runtime.clock.now()),
    url: publicUrl === undefined ? null : new URL(`/alerts/${alert.id}`, publicUrl).href,
    alert: {
      id: alert.id,
      kind: alert.kind,
      severity: alert.severity,
      accountId: alert.accountRef === null ? null : await findAccountId(q, alert.accountRef),
      title: alert.title,
      message: alert.message,
      suggestion: alert.suggestion,
      openedAt: toIso(alert.openedAt),
      acknowledgedBy: alert.acknowledgedBy,
      closedAt: toIsoOrNull(alert.closedAt),
      closedReason: alert.closedReason,
      memberCount: await countMembers(q, of),
      members: members.map(({ entityType, entityId, message }) => ({
        type: entityType,
        id: entityId,
        message,
      })),
    },
  };
}
