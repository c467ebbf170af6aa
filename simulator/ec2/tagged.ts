import { AwsError } from "../core/errors";
import { lag } from "../core/images";
import { visibleTags, type Resource, type Tags } from "../core/model";
import { arnOf, authorize, type Call } from "../core/operation";
import type { ResourceFacts } from "../core/request-context";
import type { ResourceStore } from "../core/resource-store";
import { checkIds, kindOf, notFound } from "./identifiers";
import { factsOf } from "./resource-facts";

export type TaggedKind = "image" | "snapshot" | "instance" | "volume";

/** A resource whose tags may be changed; its store's indexes follow. */
export interface Tagged {
  id: string;
  kind: TaggedKind;
  resource: Resource;
  change: (change: (tags: Tags) => void) => void;
}

const RESOURCES_MAX = 1000;

/** Each resource by itself, before anything is said about whether it exists. */
export function authorizeTagging({ call, facts }: { call: Call; facts: ResourceFacts }): void {
  const { here } = call;
  for (const id of new Set(call.params.list("ResourceId"))) {
    const kind = kindOf(id);
    if (kind === undefined) continue;
    const store = { image: here.images, snapshot: here.snapshots, instance: here.instances };
    const resource = kind === "volume" ? here.volumes.get(id) : store[kind].get(id);
    authorize(call, arnOf(call, kind, id), { ...facts, ...factsOf(resource) });
  }
}

/** All of them, or AWS's error for the first that is malformed or unknown. */
export function resolveTagged(call: Call): Tagged[] {
  const ids = [...new Set(call.params.list("ResourceId"))];
  if (ids.length === 0)
    throw new AwsError("MissingParameter", "The request must contain the parameter resourceIdSet");
  if (ids.length > RESOURCES_MAX) {
    throw new AwsError(
      "InvalidParameterValue",
      `Cannot tag more than ${RESOURCES_MAX} resources at once.`,
    );
  }
  return ids.map((id) => resolve({ call, id }));
}

function resolve({ call, id }: { call: Call; id: string }): Tagged {
  const kind = kindOf(id);
  if (kind === undefined) throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
  checkIds({ kind, ids: [id] });
  const { here } = call;
  const holders = {
    image: () => hold({ call, kind, id, store: here.images }),
    snapshot: () => hold({ call, kind, id, store: here.snapshots }),
    instance: () => hold({ call, kind, id, store: here.instances }),
    volume: () => hold({ call, kind, id, store: here.volumes }),
  };
  const tagged = holders[kind]();
  if (tagged === undefined || here.images.get(id)?.removed !== undefined) {
    throw notFound({ kind, ids: [id] });
  }
  return tagged;
}

function hold<T extends Resource>(of: {
  call: Call;
  kind: TaggedKind;
  id: string;
  store: ResourceStore<T>;
}): Tagged | undefined {
  const { call, kind, id, store } = of;
  const resource = store.get(id);
  if (resource === undefined) return undefined;
  const change = (apply: (tags: Tags) => void): void => {
    const { now, effects } = call;
    store.update(resource, () => {
      const before = new Map(visibleTags({ resource, now }));
      apply(resource.tags);
      resource.tagView = lag({ now, ms: effects.tagLagMs, tags: before });
    });
  };
  return { id, kind, resource, change };
}
