import { AwsError, invalidValue } from "../core/errors";
import { coveredVolumes, makeImage } from "../core/images";
import { imageState, type BlockDevice, type Tags } from "../core/model";
import {
  arnOf,
  authorize,
  authorizeAs,
  endDryRun,
  type Call,
  type Operation,
} from "../core/operation";
import type { Params } from "../wire/params";
import { checkIds, notFound } from "./identifiers";
import { withKeyPermissions } from "./kms";
import { factsOf } from "./resource-facts";
import { readTagSpecifications } from "./tags";

const NAME = /^[A-Za-z0-9 ()[\]./\-'@_]{3,128}$/;
const DESCRIPTION_MAX = 255;
const IMAGEABLE = new Set(["running", "stopping", "stopped"]);

export const createImage: Operation = {
  params: [
    "TagSpecification",
    "SnapshotLocation",
    "InstanceId",
    "Name",
    "Description",
    "NoReboot",
    "BlockDeviceMapping",
  ],
  bucket: "mutate",
  run: (call) => {
    const { world, here, now, params, entry } = call;
    const instanceId = params.required("InstanceId");
    const name = readName(params);
    Object.assign(entry.detail, { instanceId, name });
    const description = readDescription(params);
    const noReboot = params.flag("NoReboot") ?? false;
    const tags = readTagSpecifications({ params, allowed: ["image", "snapshot"] });
    const devices = readDevices(params);
    checkIds({ kind: "instance", ids: [instanceId] });
    const facts = factsOf(here.instances.get(instanceId));
    authorize(call, arnOf(call, "instance", instanceId), facts);
    for (const type of ["image", "snapshot"] as const) {
      authorizeMade({ call, type, requestTags: tags.tagsOf(type) });
    }
    const instance = findInstance({ call, instanceId });
    checkNameIsFree({ call, name });
    endDryRun(call);
    const volumes = coveredVolumes({ here, instance, withoutDevices: devices.without });
    const image = makeImage({
      world,
      here,
      now,
      instance,
      name,
      description,
      noReboot,
      imageTags: tags.tagsOf("image"),
      snapshotTags: tags.tagsOf("snapshot"),
      withoutDevices: devices.without,
      extraDevices: devices.extra,
      effects: withKeyPermissions({ call, volumes }),
      createdBy: {
        by: call.caller.arn,
        accessKeyId: call.caller.key.accessKeyId,
        callSeq: entry.seq,
      },
    });
    entry.detail["imageId"] = image.id;
    return { imageId: image.id };
  },
};

/** What is made must be allowed too, and so must its tags, which are set on the way. */
function authorizeMade(of: { call: Call; type: "image" | "snapshot"; requestTags: Tags }): void {
  const { call, type, requestTags } = of;
  const resource = arnOf(call, type, "*");
  authorize(call, resource, { requestTags });
  if (requestTags.size === 0) return;
  const facts = { requestTags, keys: { "ec2:CreateAction": "CreateImage" } };
  authorizeAs({ call, action: "ec2:CreateTags", resource, facts });
}

function readName(params: Params): string {
  const name = params.required("Name");
  if (NAME.test(name)) return name;
  throw new AwsError(
    "InvalidAMIName.Malformed",
    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/', '_', '[', ']', ' ', ''', and '@'",
  );
}

function readDescription(params: Params): string {
  const description = params.text("Description") ?? "";
  if (description.length <= DESCRIPTION_MAX) return description;
  throw invalidValue("description", description, `It exceeds ${DESCRIPTION_MAX} characters`);
}

function findInstance({ call, instanceId }: { call: Call; instanceId: string }) {
  const instance = call.here.instances.get(instanceId);
  if (instance === undefined) throw notFound({ kind: "instance", ids: [instanceId] });
  if (!IMAGEABLE.has(instance.state)) {
    throw new AwsError(
      "InvalidParameterValue",
      `Invalid value '${instanceId}' for instanceId. Instance is not in state 'running' or 'stopping' or 'stopped'`,
    );
  }
  return instance;
}

/** A failed image keeps or frees its name as its failure says; a deregistered one frees it. */
function checkNameIsFree({ call, name }: { call: Call; name: string }): void {
  for (const image of call.here.images.lookup({ index: "name", value: name })) {
    if (image.removed !== undefined) continue;
    const state = imageState({ image, now: call.now });
    const failed = state === "failed" || state === "error" || state === "invalid";
    if (failed && image.failure?.keepsName !== true) continue;
    throw new AwsError(
      "InvalidAMIName.Duplicate",
      `AMI name ${name} is already in use by AMI ${image.id}`,
    );
  }
}

function readDevices(params: Params): { without: Set<string>; extra: BlockDevice[] } {
  const without = new Set<string>();
  const extra: BlockDevice[] = [];
  for (const mapping of params.structures("BlockDeviceMapping")) {
    const deviceName = mapping.required("DeviceName");
    if (mapping.has("NoDevice")) without.add(deviceName);
    else if (mapping.has("VirtualName")) {
      extra.push({ deviceName, virtualName: mapping.text("VirtualName") });
    }
  }
  return { without, extra };
}
