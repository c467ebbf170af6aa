import { setImmediate as letOthersRun } from "node:timers/promises";
import { walkCatchUp, type CatchUp } from "./catch-up.pure";
import type { LinkFacts } from "./schedule-links.repo";

/** What to do about a due link, by the facts it was read with. */
export interface LinkPlan extends Omit<CatchUp, "latest"> {
  linkId: string;
  nextDueAt: number;
  version: number;
  /** Null in a step on the way: what is next has passed as well. */
  latest: number | null;
}

const MISSED_PER_STEP = 50;

/** A plan of many missed moments in steps, each of which leaves the link as if it were due since. */
export function toSteps(plan: LinkPlan): LinkPlan[] {
  const steps: LinkPlan[] = [];
  let rest = plan;
  while (rest.earlier.length > MISSED_PER_STEP) {
    const next = rest.earlier[MISSED_PER_STEP] ?? null;
    const earlier = rest.earlier.slice(0, MISSED_PER_STEP);
    steps.push({ ...rest, earlier, latest: null, next });
    const left = rest.earlier.slice(MISSED_PER_STEP);
    rest = { ...rest, nextDueAt: next ?? rest.nextDueAt, earlier: left, range: null };
  }
  return [...steps, rest];
}

/** Remembers what it has walked: the links of one schedule wait for the same moments. */
export function createCatchUpPlanner(now: number) {
  const known = new Map<string, CatchUp>();
  return async ({ link, schedule }: LinkFacts): Promise<LinkPlan | null> => {
    const { nextDueAt } = link;
    if (nextDueAt === null || nextDueAt > now) return null;
    const key = `${schedule.cron}/${schedule.zone}/${nextDueAt}`;
    const walked = known.get(key) ?? (await walk({ schedule, nextDueAt, now }));
    known.set(key, walked);
    return { ...walked, linkId: link.id, nextDueAt, version: schedule.version };
  };
}

async function walk(input: Parameters<typeof walkCatchUp>[0]): Promise<CatchUp> {
  const steps = walkCatchUp(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await letOthersRun();
  }
}
