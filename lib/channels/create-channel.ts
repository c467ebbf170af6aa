import { restartEscalation } from "../alerts/restart-escalation";
import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import { userIdOf, type Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { newId } from "../ids";
import { channelSecretPlace, type ChannelSecret } from "./channel-config";
import { insertChannel, type ChannelRow } from "./channel.repo";
import type { ChannelDto } from "./dto";
import { toNameConflict } from "./name-taken";
import { CreateChannelInput } from "./schemas";
import { toAudited, toChannelDto } from "./to-channel-dto";
import type { z } from "zod";

type Wanted = z.output<typeof CreateChannelInput>;

/** Its secrets are sealed before they are stored, and never shown again. */
export async function createChannel(ctx: Context, input: CreateChannelInput): Promise<ChannelDto> {
  requirePermission(ctx, "channels.write");
  requireEveryAccount(ctx, "Channels are");
  const wanted = CreateChannelInput.parse(input);
  const row = toRow(ctx, wanted);
  try {
    await ctx.runtime.db.write(async (tx) => {
      await requireStillActing(tx, ctx);
      await insertChannel(tx, row);
      await recordAudit(tx, ctx, {
        action: "channel.create",
        targetType: "channel",
        targetId: row.id,
        after: toAudited(row),
      });
      await restartEscalation(tx, ctx);
      const changed = { type: "channel.changed", entityId: row.id, accountRef: null };
      await emitEvent(ctx.runtime, tx, changed);
    });
  } catch (error) {
    throw toNameConflict(error);
  }
  return toChannelDto(row, ctx.accounts);
}

function toRow(ctx: Context, wanted: Wanted): ChannelRow {
  const { clock, random, vault } = ctx.runtime;
  const now = clock.now();
  const id = newId("chn", now, random);
  const secret = toSecret(wanted);
  const isHeartbeat = wanted.kind === "heartbeat";
  return {
    id,
    name: wanted.name,
    kind: wanted.kind,
    enabled: wanted.enabled,
    config: toConfig(wanted),
    secret: secret === null ? null : vault.seal(JSON.stringify(secret), channelSecretPlace(id)),
    step: isHeartbeat ? 0 : wanted.step,
    rules: isHeartbeat ? {} : wanted.rules,
    lastSentAt: null,
    lastError: null,
    lastErrorAt: null,
    createdBy: userIdOf(ctx.actor),
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

function toConfig(wanted: Wanted): Record<string, unknown> {
  if (wanted.kind !== "email") return { host: new URL(wanted.url).host };
  const { host, port, tls, from, to, username } = wanted;
  return { host, port, tls, from, to, username: username ? username : null };
}

function toSecret(wanted: Wanted): ChannelSecret | null {
  switch (wanted.kind) {
    case "email":
      return wanted.username && wanted.password ? { password: wanted.password } : null;
    case "webhook":
      return { url: wanted.url, signingKey: wanted.signingKey };
    case "slack":
    case "heartbeat":
      return { url: wanted.url };
  }
}
