import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { countDays, rollUpInstances } from "./backup-roll-ups.repo";
import { rollUpStatus } from "./backup-roll-up.repo";
import { availableDelta, dayDelta } from "./backup-status.pure";
import type { StatusEffect } from "./record-status-effects";

/** Keeps what pages read beside the backups; those that only add, of different instances, together. */
export async function rollUpStatuses(
  tx: Tx,
  ctx: Context,
  effects: readonly StatusEffect[],
): Promise<void> {
  const moved = effects.filter((effect) => movesAnything(effect));
  if (moved.length === 0) return;
  if (moved.length === 1 || !mayGoTogether(moved)) {
    for (const effect of moved) await rollUpStatus(tx, ctx, effect);
    return;
  }
  const rows = moved.map(({ backup }) => backup);
  await countDays(tx, rows);
  await rollUpInstances(tx, ctx, rows);
}

function movesAnything({ from, backup }: StatusEffect): boolean {
  const days = Object.keys(dayDelta(from, backup.status)).length;
  return days > 0 || availableDelta(from, backup.status) !== 0;
}

/** First endings of one kind, and no two of one instance. */
function mayGoTogether(effects: readonly StatusEffect[]): boolean {
  const [first] = effects;
  const instances = new Set(effects.map(({ backup }) => backup.instanceRef));
  return (
    instances.size === effects.length &&
    effects.every(({ from, backup }) => {
      const delta = Object.entries(dayDelta(from, backup.status));
      return backup.status === first?.backup.status && delta.length === 1 && delta[0]?.[1] === 1;
    })
  );
}
