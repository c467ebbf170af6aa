import type { ChannelMessage, MessageEvent } from "../channels/message";
import { toIso, toIsoOrNull } from "../clock";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import type { Runtime } from "../runtime";
import type { AlertRow } from "./alert.repo";
import { countMembers, findAccountId, listFirstMembers } from "./members.repo";

const MEMBERS_SHOWN = 20;

/**
 * The alert as it is now, with the first of its members in the accounts that the channel is for; of
 * a closed one, all it ever had count.
 */
export async function toMessage(
  runtime: Pick<Runtime, "clock" | "config">,
  q: Queryable,
  of: { id: string; event: MessageEvent; alert: AlertRow; accounts: AccountScope },
): Promise<ChannelMessage> {
  const { publicUrl } = runtime.config;
  const { id, event, alert, accounts } = of;
  const shown = { alertId: alert.id, cleared: alert.closedAt !== null, accounts };
  const members = await listFirstMembers(q, { ...shown, limit: MEMBERS_SHOWN });
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
      memberCount: await countMembers(q, shown),
      members: members.map(({ entityType, entityId, message }) => ({
        type: entityType,
        id: entityId,
        message,
      })),
    },
  };
}
