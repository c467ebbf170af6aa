import type { Removal, Resource } from "../core/model";
import type { ResourceFacts } from "../core/request-context";

/** What conditions may ask about a resource that may not be there. */
export function factsOf(
  resource: (Resource & { removed?: Removal | undefined }) | undefined,
): ResourceFacts {
  return resource === undefined || resource.removed !== undefined
    ? { missing: true }
    : { tags: resource.tags };
}
