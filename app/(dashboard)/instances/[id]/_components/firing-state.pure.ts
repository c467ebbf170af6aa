import type { EventbridgeObjectDto, InstanceFiringDto } from "#lib/eventbridge/dto";

type FiringLink = InstanceFiringDto["links"][number];

/** What an instance's page says of who starts its backups. */
export type FiringState =
  /** AMIVault, and nothing of it is in AWS. */
  | { type: "local" }
  /** AMIVault again, while AWS still has something of it. */
  | { type: "leaving"; steps: readonly EventbridgeObjectDto[] }
  /** AWS is to: how far the set-up is. */
  | { type: "settingUp"; steps: readonly EventbridgeObjectDto[]; ready: number }
  /** It cannot go on by itself, or somebody changed what stood: what is not as it is to be. */
  | { type: "needsYou"; steps: readonly EventbridgeObjectDto[]; isFired: boolean }
  /** AWS cannot keep some of its schedules; it starts the others, or there are none. */
  | { type: "refused"; links: readonly FiringLink[]; isFiredElse: boolean }
  /** AWS does, from that instant on. */
  | { type: "ready"; since: string }
  /** AWS is to, and no schedule asks for anything now. */
  | { type: "resting" };

export function toFiringState({ scheduler, place, links, steps }: InstanceFiringDto): FiringState {
  if (scheduler === "local") {
    const leaving = steps.filter(({ wanted }) => !wanted);
    return place === null || leaving.length === 0
      ? { type: "local" }
      : { type: "leaving", steps: leaving };
  }
  const wanted = steps.filter((step) => step.wanted);
  const ready = wanted.filter(({ state }) => state === "ready").length;
  const asking = links.filter(({ nextDueAt }) => nextDueAt !== null);
  // What an earlier wish left behind is shown only while somebody has to say what becomes of it.
  const shown = steps.filter((step) => step.wanted || isStuck(step));
  const refused = asking.filter(({ refusal }) => refusal !== null);
  const isFired = asking.every(({ firedBy }) => firedBy === "eventbridge");
  if (ready === shown.length && !place?.trouble) {
    if (asking.length === 0) return { type: "resting" };
    const since = asking.flatMap(({ awsFromAt }) => awsFromAt ?? []).toSorted()[0];
    const kept = asking.filter(({ refusal }) => refusal === null);
    if (refused.length > 0 && kept.every(({ firedBy }) => firedBy === "eventbridge")) {
      return { type: "refused", links: refused, isFiredElse: kept.length > 0 };
    }
    if (isFired && since !== undefined) return { type: "ready", since };
  }
  if (place?.trouble || shown.some(isStuck)) {
    const rest = shown.filter(({ state }) => state !== "ready");
    return { type: "needsYou", steps: rest, isFired };
  }
  return { type: "settingUp", steps: shown, ready };
}

function isStuck({ state }: EventbridgeObjectDto): boolean {
  return state === "failed" || state === "changed" || state === "missing";
}
