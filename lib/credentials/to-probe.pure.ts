import type { DryRunProbe } from "../aws/ec2/ec2";
import { creationProbe } from "./creation-probe.pure";
import type { NeededAction } from "./needed-permissions.pure";
import type { PermissionSubjects } from "./find-permission-subjects";

/** A tag of ours that policies allow to be set; it is never set by a probe. */
const TAG_KEY = "amivault:hold";

export type Probe = { probe: DryRunProbe } | { missing: string };

/** How AWS is asked about an action, or what there is not to ask with. */
export function toProbe(
  action: Exclude<NeededAction, "DescribeLaunchConfigurations">,
  given: { subjects: PermissionSubjects; installationId: string },
): Probe {
  const { instanceId, imageId, snapshotId } = given.subjects;
  switch (action) {
    case "CreateImage":
      return instanceId === null
        ? { missing: "It cannot be known until there is a running or stopped instance here." }
        : { probe: creationProbe({ instanceId, installationId: given.installationId }) };
    case "DescribeImageReferences":
    case "DescribeImageAttribute":
    case "DeregisterImage":
      return imageId === null ? NO_BACKUP : { probe: { action, imageId } };
    case "CreateTags":
    case "DeleteTags":
      return imageId === null ? NO_BACKUP : { probe: { action, imageId, key: TAG_KEY } };
    case "DeleteSnapshot":
      return snapshotId === null ? NO_BACKUP : { probe: { action, snapshotId } };
    default:
      return { probe: { action } };
  }
}

const NO_BACKUP: Probe = { missing: "It cannot be known until there is a backup of ours here." };
