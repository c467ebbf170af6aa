import { setImmediate as letOthersRun } from "node:timers/promises";
import type { ExclusionWindow } from "../schedules/exclusion.pure";
import { ruleObjects, scheduleObjects } from "./firing-objects";
import { placeObjects } from "./place-objects";
import { createTeller } from "./tell-aws";
import { wanted, type PlaceFacts, type WantedLink, type WantedObject } from "./wanted-object";

/** What is worked out in one turn of the event loop: about ten milliseconds. */
const LINKS_PER_TURN = 20;

/**
 * Everything that is to be in AWS for these links; nothing where there are none. Thousands of links
 * are some turns of the event loop; what is read of the database is read before.
 */
export async function wantedObjects(
  place: PlaceFacts,
  links: readonly WantedLink[],
  windows: readonly ExclusionWindow[],
): Promise<WantedObject[]> {
  const teller = createTeller({ windows, now: place.now });
  const rulesOf = (link: WantedLink) => {
    const told = teller.convert(link, true);
    return told.ok && told.by === "rule" ? told : null;
  };
  const keepsRules = (link: WantedLink) => {
    const told = rulesOf(link);
    return told !== null && link.rulesStanding >= told.expressions.length;
  };
  let room = place.rulesMax;
  for (const link of links) {
    if (keepsRules(link)) room -= rulesOf(link)?.expressions.length ?? 0;
  }
  const firingOf = (link: WantedLink): WantedObject[] => {
    const exclusions = teller.exclusions(link.scheduleId);
    const byRule = rulesOf(link);
    const keeps = keepsRules(link);
    if (byRule && (keeps || byRule.expressions.length <= room)) {
      const rules = ruleObjects(place, { link, told: byRule, exclusions });
      if (rules && !keeps) room -= rules.length;
      if (rules) return rules;
    }
    const told = teller.convert(link, false);
    if (!told.ok || told.by !== "scheduler") return [];
    return scheduleObjects(place, { link, told, oneTimes: teller.oneTimes(link), exclusions });
  };
  const tags = new Map<string, WantedObject>();
  const firing: WantedObject[] = [];
  for (const [index, link] of links.entries()) {
    if (index % LINKS_PER_TURN === LINKS_PER_TURN - 1) await letOthersRun();
    const objects = firingOf(link);
    if (objects.length > 0 && !tags.has(link.instanceRef))
      tags.set(link.instanceRef, tagOf(place, link));
    firing.push(...objects);
  }
  if (firing.length === 0) return [];
  const byScheduler = firing.some(({ kind }) => kind !== "rule");
  return [...placeObjects(place, { byScheduler }), ...tags.values(), ...firing];
}

function tagOf(place: PlaceFacts, { instanceId, instanceRef }: WantedLink): WantedObject {
  return wanted("protect_tag", { name: instanceId, instanceRef }, { value: place.installationId });
}
