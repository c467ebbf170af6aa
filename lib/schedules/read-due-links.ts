import type { Queryable } from "../db/client";
import type { LinkPlan } from "./plan-catch-up";
import { listLinksById, type LinkFacts } from "./schedule-links.repo";

export interface DueLink {
  facts: LinkFacts;
  plan: LinkPlan;
}

/** The planned links as they are now; one that changed since is left to the next look. */
export async function readDueLinks(q: Queryable, plans: readonly LinkPlan[]): Promise<DueLink[]> {
  const found = await listLinksById(
    q,
    plans.map(({ linkId }) => linkId),
  );
  const factsById = new Map(found.map((facts) => [facts.link.id, facts]));
  return plans.flatMap((plan) => {
    const facts = factsById.get(plan.linkId);
    return facts && isAsPlanned(facts, plan) ? [{ facts, plan }] : [];
  });
}

function isAsPlanned({ link, schedule }: LinkFacts, plan: LinkPlan): boolean {
  return (
    link.nextDueAt === plan.nextDueAt &&
    link.plannedVersion === plan.version &&
    schedule.version === plan.version
  );
}
