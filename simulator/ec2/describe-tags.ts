import { readFilters, type Filter, type FilterFields } from "../core/filters";
import { visibleTags, type Resource } from "../core/model";
import { authorize, endDryRun, type Call, type Operation } from "../core/operation";
import { readPaging } from "../core/paging";
import type { WireObject } from "../wire/xml";
import { forgetRemoved } from "./describe-images";
import type { TaggedKind } from "./tagged";

interface TagRow {
  seq: number;
  resourceId: string;
  resourceType: TaggedKind;
  key: string;
  value: string;
}

const FIELDS: FilterFields<TagRow> = {
  key: (row) => [row.key],
  "resource-id": (row) => [row.resourceId],
  "resource-type": (row) => [row.resourceType],
  value: (row) => [row.value],
};

export const describeTags: Operation = {
  params: ["Filter", "MaxResults", "NextToken"],
  bucket: "read",
  run: (call) => {
    const { params, accountId, region, now } = call;
    const filters = readFilters({ params, fields: withTagFilters(call) });
    const paging = readPaging({ params, scope: `${accountId}/${region}/tags`, min: 5, max: 1000 });
    authorize(call, "*");
    endDryRun(call);
    forgetRemoved(call);
    const rows: TagRow[] = [];
    let position = 0;
    for (const row of allRows({ call, filters })) {
      position += 1;
      if (position <= paging.afterSeq || !filters.every((f) => f.matches(row, now))) continue;
      if (rows.length === paging.limit) {
        return { tagSet: rows.map(toItem), nextToken: paging.tokenAfter(rows.at(-1)?.seq ?? 0) };
      }
      rows.push({ ...row, seq: position });
    }
    return { tagSet: rows.map(toItem) };
  },
};

/** `tag:<key>` is a filter on the tag itself here. */
function withTagFilters({ params }: Call): FilterFields<TagRow> {
  const names = params.structures("Filter").map((filter) => filter.text("Name") ?? "");
  const tags = names.filter((name) => name.startsWith("tag:") && name.length > 4);
  return {
    ...FIELDS,
    ...Object.fromEntries(
      tags.map((name) => [
        name,
        (row: TagRow) => [row.key === name.slice(4) ? row.value : undefined],
      ]),
    ),
  };
}

/** In order of creation, by kind; only the resources that an exact `resource-id` filter names. */
function* allRows(of: { call: Call; filters: Filter<TagRow>[] }): Generator<TagRow> {
  const { here, now } = of.call;
  const exact = of.filters.find((filter) => filter.name === "resource-id")?.literals;
  const stores = [
    ["image", here.images],
    ["instance", here.instances],
    ["snapshot", here.snapshots],
    ["volume", here.volumes],
  ] as const;
  for (const [resourceType, store] of stores) {
    const resources: Iterable<Resource> =
      exact === undefined ? store.after(0) : exact.flatMap((id) => store.get(id) ?? []);
    for (const resource of resources) {
      for (const [key, value] of visibleTags({ resource, now })) {
        yield { seq: 0, resourceId: resource.id, resourceType, key, value };
      }
    }
  }
}

const toItem = ({ resourceId, resourceType, key, value }: TagRow): WireObject => ({
  resourceId,
  resourceType,
  key,
  value,
});
