import type { Params } from "../wire/params";
import { AwsError } from "./errors";
import { visibleTags, type Resource } from "./model";
import { tagEntry } from "./resource-store";
import { textPattern } from "./text-pattern";

/** What a resource answers to a filter; several values match if one of them does. */
export type FilterField<T> = (item: T, now: number) => readonly (string | undefined)[];
export type FilterFields<T> = Readonly<Record<string, FilterField<T>>>;

export interface Filter<T> {
  name: string;
  matches: (item: T, now: number) => boolean;
  /** Set when every value is exact, so that an index can answer. */
  literals?: string[];
}

const FILTERS_MAX = 50;
const VALUES_MAX = 200;

export interface ToReadFilters<T> {
  params: Params;
  fields: FilterFields<T>;
  tagged?: boolean;
}

export function readFilters<T extends object>(input: ToReadFilters<T>): Filter<T>[] {
  const structures = input.params.structures("Filter");
  const values = structures.map((filter) => filter.list("Value"));
  if (structures.length > FILTERS_MAX || values.some((list) => list.length > VALUES_MAX)) {
    throw new AwsError(
      "FilterLimitExceeded",
      "The maximum number of filter values specified on a single call is 200",
    );
  }
  return structures.map((structure, i) => {
    const name = structure.required("Name");
    const field = findField({ ...input, name });
    if (field === undefined) {
      throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
    }
    const wanted = values[i] ?? [];
    if (wanted.length === 0) {
      throw new AwsError(
        "InvalidParameterValue",
        `The filter '${name}' must have at least one value`,
      );
    }
    return toFilter({ name, field, values: wanted });
  });
}

function findField<T extends object>(
  input: ToReadFilters<T> & { name: string },
): FilterField<T> | undefined {
  const { name, fields, tagged = true } = input;
  if (Object.hasOwn(fields, name)) return fields[name];
  if (!tagged) return undefined;
  if (name === "tag-key") {
    return (item, now) => [...visibleTags({ resource: asResource(item), now }).keys()];
  }
  if (name === "tag-value") {
    return (item, now) => [...visibleTags({ resource: asResource(item), now }).values()];
  }
  if (!name.startsWith("tag:") || name.length === 4) return undefined;
  const key = name.slice(4);
  return (item, now) => [visibleTags({ resource: asResource(item), now }).get(key)];
}

/** Fields are read as tags only where `tagged` says that T is a resource. */
const asResource = (item: object): Resource => item as Resource;

function toFilter<T>(of: { name: string; field: FilterField<T>; values: string[] }): Filter<T> {
  const patterns = of.values.map(textPattern);
  const literals = patterns.flatMap((pattern) => pattern.literal ?? []);
  const exact = new Set(literals);
  const open = patterns.filter((pattern) => pattern.literal === undefined);
  const matches = (item: T, now: number): boolean =>
    of
      .field(item, now)
      .some(
        (value) =>
          value !== undefined && (exact.has(value) || open.some((pattern) => pattern.test(value))),
      );
  return { name: of.name, matches, ...(open.length === 0 ? { literals } : {}) };
}

/** The index key of a filter's exact values, where an index knows them. */
export function indexValues<T>(filter: Filter<T>): { index: string; values: string[] } | undefined {
  if (filter.literals === undefined) return undefined;
  if (filter.name.startsWith("tag:")) {
    const key = filter.name.slice(4);
    return { index: "tag", values: filter.literals.map((value) => tagEntry({ key, value })) };
  }
  const index = INDEXED[filter.name];
  return index === undefined ? undefined : { index, values: filter.literals };
}

const INDEXED: Readonly<Record<string, string>> = {
  "image-id": "id",
  "snapshot-id": "id",
  "instance-id": "id",
  "volume-id": "id",
  name: "name",
  "source-instance-id": "instance",
  "source-image-id": "sourceImage",
  "block-device-mapping.snapshot-id": "snapshot",
  "attachment.instance-id": "instance",
};
