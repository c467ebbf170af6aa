import type { ConditionContext } from "../policy/conditions";
import type { Tags } from "./model";
import type { CallFacts } from "./operation";

/** What a policy's conditions may ask about the resource and the request. */
export interface ResourceFacts {
  /** The resource is not there: what conditions would ask of it counts as met, and it is NotFound. */
  missing?: true | undefined;
  /** Of the resource, for `aws:ResourceTag/…`. */
  tags?: Tags | undefined;
  /** That the request sets or takes away, for `aws:RequestTag/…` and `aws:TagKeys`. */
  requestTags?: Tags | undefined;
  /** Where a tag is named by its key alone. */
  tagKeys?: readonly string[] | undefined;
  /** Any other key. */
  keys?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

export function contextOf(of: {
  call: Pick<CallFacts, "caller" | "accountId" | "region">;
  facts: ResourceFacts;
}): ConditionContext {
  const { call, facts } = of;
  const context = new Map<string, readonly string[]>();
  const put = (key: string, value: string | readonly string[]): void => {
    context.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  };
  put("aws:PrincipalArn", call.caller.roleArn ?? call.caller.arn);
  put("aws:PrincipalAccount", call.caller.accountId);
  put("aws:RequestedRegion", call.region);
  for (const [key, value] of facts.tags ?? []) put(`aws:ResourceTag/${key}`, value);
  for (const [key, value] of facts.requestTags ?? []) put(`aws:RequestTag/${key}`, value);
  const tagKeys = facts.tagKeys ?? [...(facts.requestTags?.keys() ?? [])];
  if (tagKeys.length > 0) put("aws:TagKeys", tagKeys);
  for (const [key, value] of Object.entries(facts.keys ?? {})) put(key, value);
  return context;
}
