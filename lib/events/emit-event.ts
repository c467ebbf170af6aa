import { events } from "../db/schema";
import { onCommit, type Tx } from "../db/tx";
import type { Runtime } from "../runtime";

export interface NewEvent {
  /** Dotted, for example `backup.changed`, `instance.changed`, `credential.changed`. */
  type: string;
  entityId: string;
  /** accounts.id, or null when everyone may hear of it. */
  accountRef: string | null;
  /** Of several accounts: only who sees every one of them hears of it; of a plan, who sees any. */
  accountRefs?: string[];
  /** Small and public: what an open page patches by id. */
  data?: Record<string, unknown>;
}

/** Writes the event with the change that caused it; browsers are woken after the commit. */
export async function emitEvent(
  runtime: Pick<Runtime, "clock" | "events">,
  tx: Tx,
  event: NewEvent,
): Promise<void> {
  await emitEvents(runtime, tx, [event]);
}

export async function emitEvents(
  runtime: Pick<Runtime, "clock" | "events">,
  tx: Tx,
  news: readonly NewEvent[],
): Promise<void> {
  if (news.length === 0) return;
  const at = runtime.clock.now();
  await tx.insert(events).values(news.map((event) => ({ at, ...event })));
  onCommit(tx, () => runtime.events.wake());
}
