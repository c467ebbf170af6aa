import type { LinkFacts } from "./schedule-links.repo";

/** As much of a link's facts as says who fires its moments. */
export interface FiringFacts {
  link: Pick<LinkFacts["link"], "scheduler" | "awsFromAt" | "awsVersion">;
  schedule: Pick<LinkFacts["schedule"], "version">;
}

/** Whether AWS fires the link's moment by itself; every other one is the tick's. */
export function isFiredByAws(facts: FiringFacts, dueAt: number): boolean {
  const { awsFromAt } = facts.link;
  return hasAws(facts) && awsFromAt !== null && dueAt >= awsFromAt;
}

/** AWS fires moments of the link as its schedule is now. */
export function hasAws({ link, schedule }: FiringFacts): boolean {
  return link.scheduler === "eventbridge" && link.awsVersion === schedule.version;
}
