import { setImmediate as letOthersRun } from "node:timers/promises";
import { FIRED_ROWS_MAX, MISSED_ROWS_MAX, walkCatchUp, type CatchUp } from "./catch-up.pure";
import { windowsOf, type ExclusionWindow } from "./exclusion.pure";
import { hasAws, type FiringFacts } from "./fired-by.pure";
import type { LinkFacts } from "./schedule-links.repo";

/** What to do about a due link, by the facts it was read with. */
export interface LinkPlan extends Omit<CatchUp, "latest"> {
  linkId: string;
  nextDueAt: number;
  version: number;
  startWindowMs: number;
  /** Null in a step on the way: what is next has passed as well. */
  latest: number | null;
}

const MISSED_PER_STEP = 50;

/** A plan of many missed moments in steps, each of which leaves the link as if it were due since. */
export function toSteps(plan: LinkPlan): LinkPlan[] {
  const steps: LinkPlan[] = [];
  let rest = plan;
  while (rest.earlier.length > MISSED_PER_STEP) {
    const next = rest.earlier[MISSED_PER_STEP]?.dueAt ?? null;
    const earlier = rest.earlier.slice(0, MISSED_PER_STEP);
    steps.push({ ...rest, earlier, latest: null, next });
    const left = rest.earlier.slice(MISSED_PER_STEP);
    rest = { ...rest, nextDueAt: next ?? rest.nextDueAt, earlier: left, range: null };
  }
  return [...steps, rest];
}

/** Remembers what it has walked: the links of one schedule wait for the same moments. */
export function createCatchUpPlanner(now: number, all: readonly ExclusionWindow[]) {
  const known = new Map<string, CatchUp>();
  return async (facts: LinkFacts): Promise<LinkPlan | null> => {
    const { link, schedule } = facts;
    const { nextDueAt } = link;
    if (nextDueAt === null || nextDueAt > now) return null;
    const windows = windowsOf(all, schedule.id);
    const whose = windows.some(({ scheduleId }) => scheduleId !== null) ? schedule.id : "";
    const rowsMax = rowsMaxOf(facts);
    const key = `${schedule.cron}/${schedule.zone}/${nextDueAt}/${whose}/${rowsMax}`;
    const walked = known.get(key) ?? (await walk({ schedule, nextDueAt, now, windows, rowsMax }));
    known.set(key, walked);
    return toPlan({ link, schedule, walked });
  };
}

/** What AWS fired meanwhile is looked for, moment by moment. */
export function rowsMaxOf(facts: FiringFacts): number {
  return hasAws(facts) ? FIRED_ROWS_MAX : MISSED_ROWS_MAX;
}

export function toPlan({
  link,
  schedule,
  walked,
}: Pick<LinkFacts, "link" | "schedule"> & { walked: CatchUp }): LinkPlan {
  const { version, startWindowMs } = schedule;
  return {
    ...walked,
    linkId: link.id,
    nextDueAt: link.nextDueAt ?? walked.latest,
    version,
    startWindowMs,
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
