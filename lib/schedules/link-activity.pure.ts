import type { LinkFacts } from "./schedule-links.repo";

/** Why nothing becomes due by this link now. */
export type Inactivity = "removed" | "terminated" | "paused";

/** As much of a link's facts as says whether it rests. */
export interface ActivityFacts {
  link: Pick<LinkFacts["link"], "deletedAt" | "pausedAt">;
  schedule: Pick<LinkFacts["schedule"], "enabled">;
  target: Pick<LinkFacts["target"], "paused" | "state" | "removedAt">;
}

/** Null for a link whose moments are to be run. */
export function findInactivity({ link, schedule, target }: ActivityFacts): Inactivity | null {
  if (target.removedAt !== null || link.deletedAt !== null) return "removed";
  if (target.state === "terminated" || target.state === "vanished") return "terminated";
  const paused = target.paused || link.pausedAt !== null || !schedule.enabled;
  return paused ? "paused" : null;
}
