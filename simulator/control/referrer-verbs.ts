import { addRegisteredImage } from "../core/history";
import {
  protect,
  STORED_REFERRER_TYPES,
  type LaunchPermission,
  type LaunchTemplate,
} from "../core/referrers";
import type { RegionWorld } from "../core/region-world";
import { ControlError } from "./fields";
import { toImageView, toTagRecord } from "./to-view";
import { getImage, type ControlCall, type Handlers } from "./verb";

/** What refers to images, or protects them: planted here, read through AWS's API. */
export const referrerVerbs: Handlers<
  | "createLaunchTemplate"
  | "createLaunchConfiguration"
  | "createReferrer"
  | "removeReferrer"
  | "shareImage"
  | "protectImage"
  | "registerImage"
> = {
  createLaunchTemplate: (call) => {
    const { world } = call.simulator;
    const here = placeOf(call);
    const imageIds = call.input.optionalTexts("imageIds") ?? [];
    const template: LaunchTemplate = {
      id: world.ids.resource("lt"),
      name: call.input.optionalText("name") ?? `template-${world.nextSeq()}`,
      versions: imageIds.map((imageId, i) => ({ number: i + 1, imageId })),
    };
    here.referrers.launchTemplates.push(template);
    const arn = arnOf(here, { service: "ec2", path: `launch-template/${template.id}` });
    return { arn, launchTemplateId: template.id };
  },
  createLaunchConfiguration: (call) => {
    const { world } = call.simulator;
    const here = placeOf(call);
    const name = call.input.text("name");
    const uuid = world.requestIds.requestId();
    const path = `launchConfiguration:${uuid}:launchConfigurationName/${name}`;
    const arn = arnOf(here, { service: "autoscaling", path });
    here.referrers.launchConfigurations.push({
      name,
      arn,
      imageId: call.input.text("imageId"),
      instanceType: call.input.optionalText("instanceType") ?? "t3.micro",
      createdAt: world.now(),
    });
    return { arn };
  },
  createReferrer: (call) => {
    const here = placeOf(call);
    const type = call.input.optionalChoice("type", STORED_REFERRER_TYPES) ?? "ssm:Parameter";
    const name = call.input.text("name");
    const arn = arnOf(here, storedPath({ type, name }));
    here.referrers.stored.push({ type, arn, imageId: call.input.text("imageId") });
    return { arn };
  },
  removeReferrer: ({ simulator, input }) => {
    const arn = input.text("arn");
    let removed = false;
    const keep = <T>(items: T[], arnOfItem: (item: T) => string): T[] =>
      items.filter((item) => {
        const goes = arnOfItem(item) === arn;
        removed ||= goes;
        return !goes;
      });
    for (const here of simulator.world.regionWorlds()) {
      const { referrers } = here;
      referrers.stored = keep(referrers.stored, (one) => one.arn);
      referrers.launchConfigurations = keep(referrers.launchConfigurations, (one) => one.arn);
      referrers.launchTemplates = keep(referrers.launchTemplates, ({ id }) =>
        arnOf(here, { service: "ec2", path: `launch-template/${id}` }),
      );
    }
    return { removed };
  },
  shareImage: (call) => {
    const { here, item: image } = getImage(call);
    const { input } = call;
    const permissions: LaunchPermission[] = [
      ...(input.optionalTexts("userIds") ?? []).map((userId) => ({ userId })),
      ...(input.optionalTexts("organizationArns") ?? []).map((organizationArn) => ({
        organizationArn,
      })),
      ...(input.optionalTexts("organizationalUnitArns") ?? []).map((organizationalUnitArn) => ({
        organizationalUnitArn,
      })),
    ];
    image.launchPermissions = permissions;
    image.isPublic = input.optionalFlag("isPublic") ?? false;
    return toImageView({ here, image, now: call.simulator.world.now() });
  },
  protectImage: (call) => {
    const { here, item: image } = getImage(call);
    const now = call.simulator.world.now();
    const states = ["disabled", "enabled-without-cooldown", "enabled-with-cooldown"] as const;
    const state = call.input.optionalChoice("protection", states) ?? "enabled-without-cooldown";
    protect({ image, state, now });
    return toImageView({ here, image, now });
  },
  registerImage: (call) => {
    const { world } = call.simulator;
    const here = placeOf(call);
    const snapshots = (call.input.optionalTexts("snapshotIds") ?? []).map((id) => {
      const snapshot = here.snapshots.get(id);
      if (snapshot === undefined) throw new ControlError(`there is no ${id}`, { status: 404 });
      return snapshot;
    });
    const image = addRegisteredImage({
      world,
      here,
      name: call.input.text("name"),
      snapshots,
      tags: call.input.optionalTextMap("tags") ?? new Map(),
      sourceImageId: call.input.optionalText("sourceImageId"),
      createdBy: { by: "a person in the console" },
    });
    return { ...toImageView({ here, image, now: world.now() }), tags: toTagRecord(image.tags) };
  },
};

function placeOf({ simulator, input }: ControlCall): RegionWorld {
  const accountId = input.text("accountId");
  if (!simulator.world.accounts.has(accountId)) {
    throw new ControlError("there is no such account", { status: 404 });
  }
  return simulator.world.in({ accountId, region: input.text("region") });
}

const arnOf = (here: RegionWorld, of: { service: string; path: string }): string =>
  `arn:aws:${of.service}:${here.region}:${here.accountId}:${of.path}`;

function storedPath(of: { type: (typeof STORED_REFERRER_TYPES)[number]; name: string }): {
  service: string;
  path: string;
} {
  const name = of.name.replace(/^\//, "");
  switch (of.type) {
    case "ssm:Parameter":
      return { service: "ssm", path: `parameter/${name}` };
    case "imagebuilder:ImageRecipe":
      return { service: "imagebuilder", path: `image-recipe/${name}/1.0.0` };
    case "imagebuilder:ContainerRecipe":
      return { service: "imagebuilder", path: `container-recipe/${name}/1.0.0` };
  }
}
