import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { SPECS, type SpecOf } from "../specs";
import { seenAs, type ObjectKind } from "./kind";

/** By this tag of the instance the function's role may make its images, and nobody else's. */
export const protectTag: ObjectKind<SpecOf<"protect_tag">> = {
  schema: SPECS.protect_tag,
  async look({ instances }, { name }) {
    const instance = await instances.find(name);
    const value = instance?.tags[IMAGE_TAGS.protect];
    return value === undefined ? null : seenAs({ value });
  },
  async put({ ec2 }, { name, spec }, seen) {
    if (seen && seen.spec.value !== spec.value) throw othersTag(name, seen.spec.value);
    await ec2.createTags({
      resourceIds: [name],
      tags: { [IMAGE_TAGS.protect]: spec.value ?? "" },
    });
    return "done";
  },
  async remove({ ec2 }, { name, spec }) {
    // Another installation's stays: AWS compares the value.
    await ec2.deleteTags({
      resourceIds: [name],
      keys: [IMAGE_TAGS.protect],
      valued: spec.value ?? "",
    });
    return "done";
  },
};

function othersTag(instanceId: string, value: string | null): AwsCallError {
  return new AwsCallError({
    action: "CreateTags",
    outcome: "refused",
    awsCode: "OthersTag",
    message: `${instanceId} carries ${IMAGE_TAGS.protect} = ${value ?? ""}: another installation backs it up by EventBridge.`,
    suggestion:
      "Let one installation do it: choose AMIVault as its scheduler here, or in the other one, or take the tag away if that one is gone.",
  });
}
