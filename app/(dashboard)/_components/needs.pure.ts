import type { NeedsYouDto } from "#lib/instances/dto";

/** What one act mends: an instance, or all that a refused credential reaches. */
export interface Need {
  first: NeedsYouDto;
  instances: readonly NeedsYouDto[];
}

/** In the order given; instances that the same credential fails stand together. */
export function groupNeeds(items: readonly NeedsYouDto[]): Need[] {
  const groups = new Map<string, NeedsYouDto[]>();
  for (const item of items) {
    const shared = item.health.reason === "credential_failing" ? item.credentialId : null;
    const key = shared ?? item.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].flatMap((instances) => {
    const [first] = instances;
    return first === undefined ? [] : [{ first, instances }];
  });
}
