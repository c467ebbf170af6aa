import type { Tags } from "../core/model";
import { authorizeAs, type CallFacts } from "../core/operation";
import { prefixOf } from "../core/service-facts";
import type { Input } from "../wire/input";

/** `[{ Key, Value }]`, as most services have tags. */
export const readTagList = (params: Input): Tags =>
  new Map(params.structures("Tags").map((tag) => [tag.required("Key"), tag.required("Value")]));

/** Whoever makes something with tags needs the permission to tag it as well. */
export function authorizeTags(of: { call: CallFacts; resource: string; tags: Tags }): void {
  const { call, resource, tags } = of;
  if (tags.size === 0) return;
  const action = `${prefixOf(call.service)}:TagResource`;
  authorizeAs({ call, action, resource, facts: { requestTags: tags } });
}
