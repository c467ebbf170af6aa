import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import type { YearWorld } from "./world";

/** Everything of ours that is still in any service of AWS, images and snapshots apart. */
export function findLeftovers({ sim }: YearWorld): string[] {
  const { world } = sim.simulator;
  const found: string[] = [];
  const add = (what: string, names: Iterable<string>, region = "every region"): void => {
    for (const name of names) found.push(`${what} ${name} in ${region}`);
  };
  add("role", world.roles.keys());
  for (const { rules, groups, schedules, functions, region } of world.automations.values()) {
    add("rule", rules.keys(), region);
    add("schedule", schedules.keys(), region);
    add("function", functions.keys(), region);
    const own = [...groups.keys()].filter((name) => name !== "default");
    add("schedule group", own, region);
  }
  for (const { instances, logs, cloudwatch, region } of world.regionWorlds()) {
    add("log group", logs.groups.keys(), region);
    add("alarm", cloudwatch.alarms.keys(), region);
    const tagged = [...instances.values()].filter(({ tags }) => tags.has(IMAGE_TAGS.protect));
    add(
      "tag of instance",
      tagged.map(({ id }) => id),
      region,
    );
  }
  return found;
}
