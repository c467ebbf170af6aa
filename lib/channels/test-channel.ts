import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import { toIso } from "../clock";
import type { Context } from "../context";
import { ServiceError, UnreadableSecretError } from "../errors";
import { newId } from "../ids";
import { createOutbound, type Outbound } from "../outbound/outbound";
import type { ChannelTestDto } from "./dto";
import { getChannelRow } from "./get-channel";
import { noteOutcome } from "./note-outcome";
import { ChannelRef } from "./schemas";
import { sendToChannel } from "./send-to-channel";

/** Sends a test now, and says exactly what the server answered. */
export async function testChannel(
  ctx: Context,
  input: ChannelRef,
  outbound: Outbound = createOutbound(ctx.runtime.config),
): Promise<ChannelTestDto> {
  requirePermission(ctx, "channels.write");
  requireEveryAccount(ctx, "Channels are");
  const { channelId } = ChannelRef.parse(input);
  const { clock, db, random, vault, config } = ctx.runtime;
  // Before it is sent: what went out is in the audit log, whatever became of its sender meanwhile.
  await requireStillActing(db.read, ctx);
  const channel = await getChannelRow(db.read, channelId);
  const now = clock.now();
  const message = {
    id: newId("dlv", now, random),
    event: "test" as const,
    at: toIso(now),
    alert: null,
    url: config.publicUrl ?? null,
  };
  const result = await trySending(() => sendToChannel({ vault, outbound, now }, channel, message));
  await db.write(async (tx) => {
    await noteOutcome(tx, ctx, { channelId, error: result.ok ? null : result.message });
    await recordAudit(tx, ctx, {
      action: "channel.test",
      targetType: "channel",
      targetId: channelId,
      after: { ok: result.ok, code: result.code },
    });
  });
  return result;
}

async function trySending(send: () => Promise<string>): Promise<ChannelTestDto> {
  try {
    return { ok: true, message: await send(), suggestion: null, code: null };
  } catch (error) {
    const isAnswer = error instanceof ServiceError && error.code === "upstream";
    if (!isAnswer && !(error instanceof UnreadableSecretError)) throw error;
    const { message, suggestion, reason } = error;
    return { ok: false, message, suggestion: suggestion ?? null, code: reason ?? error.code };
  }
}
