import { MINUTE, SECOND } from "../clock";
import { systemContext } from "../context";
import { ServiceError } from "../errors";
import { findUnhealthy } from "../health/find-unhealthy";
import { newId } from "../ids";
import { stampLease } from "../leases/stamp-lease";
import { createOutbound, type Outbound } from "../outbound/outbound";
import type { Runtime } from "../runtime";
import { listEnabledChannels, type ChannelRow } from "./channel.repo";
import { noteOutcome } from "./note-outcome";
import { sendToChannel } from "./send-to-channel";

/** A little less than the minute, so that rounds of ten seconds do not drift into every other. */
const EVERY_MS = MINUTE - 5 * SECOND;

/**
 * Calls each heartbeat's URL on every healthy minute, and on no other: whoever waits for it learns
 * that all of us are dead.
 */
export async function sendHeartbeats(
  runtime: Runtime,
  outbound: Outbound = createOutbound(runtime.config),
): Promise<void> {
  const now = runtime.clock.now();
  const channels = await listEnabledChannels(runtime.db.read);
  const due = channels.filter(
    (channel) => channel.kind === "heartbeat" && Math.abs(now - lastTriedAt(channel)) >= EVERY_MS,
  );
  if (due.length === 0) return;
  const why = await findUnhealthy(runtime);
  if (why !== null) {
    runtime.log.warn(`no heartbeat is sent: ${why}`);
    return;
  }
  // That it can be written is part of being healthy: this throws where it cannot.
  await stampLease(runtime, { name: "heartbeat", owner: "heartbeat" });
  await Promise.all(due.map((channel) => beat(runtime, { outbound, channel })));
}

function lastTriedAt({ lastSentAt, lastErrorAt }: ChannelRow): number {
  return Math.max(lastSentAt ?? 0, lastErrorAt ?? 0);
}

async function beat(
  runtime: Runtime,
  { outbound, channel }: { outbound: Outbound; channel: ChannelRow },
): Promise<void> {
  const { clock, db, log, random, vault } = runtime;
  const now = clock.now();
  const ctx = systemContext(runtime, "heartbeat", newId("req", now, random));
  const message = { id: ctx.requestId, event: "test", at: "", alert: null, url: null } as const;
  let error: string | null = null;
  try {
    await sendToChannel({ vault, outbound, now }, channel, message);
  } catch (cause) {
    if (!(cause instanceof ServiceError)) throw cause;
    error = cause.message;
    log.warn({ channelId: channel.id }, `a heartbeat was not sent: ${error}`);
  }
  await db.write((tx) => noteOutcome(tx, ctx, { channelId: channel.id, error }));
}
