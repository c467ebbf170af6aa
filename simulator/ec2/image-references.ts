import { arnOf, type Call } from "../core/operation";
import type { ReferenceType, WantedType } from "./image-reference-types";

export interface FoundReference {
  imageId: string;
  type: ReferenceType;
  arn: string;
}

/** By image, then by type; whose the image is, and whether it is there, does not matter. */
export function referencesTo(of: {
  call: Call;
  ids: readonly string[];
  types: readonly WantedType[];
}): FoundReference[] {
  const { call, ids, types } = of;
  return ids.flatMap((imageId) =>
    types.flatMap((wanted) =>
      arnsOf({ call, imageId, wanted }).map((arn) => ({ imageId, type: wanted.type, arn })),
    ),
  );
}

function arnsOf(of: { call: Call; imageId: string; wanted: WantedType }): string[] {
  const { call, imageId, wanted } = of;
  const { instances, referrers } = call.here;
  if (wanted.type === "ec2:Instance") {
    const launched = [...instances.lookup({ index: "image", value: imageId })];
    return launched
      .filter(({ state }) => wanted.states?.has(state) ?? true)
      .toSorted((a, b) => a.seq - b.seq)
      .map(({ id }) => arnOf(call, "instance", id));
  }
  if (wanted.type === "ec2:LaunchTemplate") {
    return referrers.launchTemplates
      .filter(({ versions }) => versions.slice(-wanted.depth).some((v) => v.imageId === imageId))
      .map(({ id }) => arnOf(call, "launch-template", id));
  }
  return referrers.stored
    .filter((one) => one.type === wanted.type && one.imageId === imageId)
    .map(({ arn }) => arn);
}
