import { readFilters } from "../core/filters";
import type { Instance } from "../core/model";
import { authorize, endDryRun, type Call, type Operation } from "../core/operation";
import { readPaging } from "../core/paging";
import { select } from "../core/select";
import type { Params } from "../wire/params";
import { checkIds, notFound } from "./identifiers";
import { instanceFields } from "./instance-fields";
import { toReservationItem } from "./instance-item";

/** Unfiltered and unpaged Describe calls have a smaller bucket. */
export const describeBucket = (idParameter: string) => (params: Params) =>
  params.has("Filter") || params.has("MaxResults") || params.has(idParameter)
    ? ("read" as const)
    : ("readEverything" as const);

export const describeInstances: Operation = {
  params: ["InstanceId", "IncludeManagedResources", "Filter", "NextToken", "MaxResults"],
  bucket: describeBucket("InstanceId"),
  run: (call) => {
    const { here, now, params, accountId, region } = call;
    const ids = params.list("InstanceId");
    checkIds({ kind: "instance", ids });
    const filters = readFilters({ params, fields: instanceFields(here) });
    const paging = readPaging({
      params,
      scope: `${accountId}/${region}/instances`,
      min: 5,
      max: 1000,
      excludes: { given: ids.length > 0, calledOnWire: "instancesSet" },
    });
    authorize(call, "*");
    const only = ids.length === 0 ? undefined : resolve({ call, ids });
    endDryRun(call);
    const { page, more } = select({
      store: here.instances,
      filters,
      now,
      isVisible: () => true,
      afterSeq: paging.afterSeq,
      limit: paging.limit,
      only,
    });
    const last = page.at(-1);
    return {
      reservationSet: page.map((instance) => toReservationItem({ instance, here, now })),
      nextToken: more && last !== undefined ? paging.tokenAfter(last.seq) : undefined,
    };
  },
};

function resolve({ call, ids }: { call: Call; ids: string[] }): Instance[] {
  const unique = [...new Set(ids)];
  const missing = unique.filter((id) => call.here.instances.get(id) === undefined);
  if (missing.length > 0) throw notFound({ kind: "instance", ids: missing });
  return unique.flatMap((id) => call.here.instances.get(id) ?? []);
}
