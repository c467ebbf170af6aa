import { CreateImageCommand, type CreateImageCommandInput } from "@aws-sdk/client-ec2";
import { callAws, requireAnswer } from "../call-aws";
import type { Ec2Options } from "./create-ec2";
import type { CallOptions, CreatedImage, CreateImageInput } from "./ec2";

const ACTION = "CreateImage";

/**
 * CreateImage has no ClientToken: sent twice it may act twice, so it is sent once, on a connection
 * of its own, and what an unclear end means is the caller's to find out.
 */
export async function createImage(
  options: Ec2Options,
  input: CreateImageInput,
  call: CallOptions & { tagged?: readonly TaggedType[] },
): Promise<CreatedImage> {
  const answer = await callAws(options.deps, options.target, {
    action: ACTION,
    repeat: "once",
    tokenTaken: call.tokenTaken,
    beforeSend: call.beforeSend,
    send: async ({ prepare, options: sending }) =>
      (await options.client("fresh")).send(
        prepare(new CreateImageCommand(toCommandInput(input, call.tagged))),
        sending,
      ),
  });
  return {
    imageId: requireAnswer(/^ami-[0-9a-z-]+$/.exec(answer.ImageId ?? "")?.[0], {
      action: ACTION,
      what: "ImageId",
    }),
    awsRequestId: answer.$metadata.requestId ?? null,
  };
}

type TaggedType = "image" | "snapshot";

export function toCommandInput(
  input: CreateImageInput,
  tagged: readonly TaggedType[] = ["image", "snapshot"],
): CreateImageCommandInput {
  const Tags = Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    InstanceId: input.instanceId,
    Name: input.name,
    NoReboot: input.noReboot,
    ...(input.description === "" ? {} : { Description: input.description }),
    ...(Tags.length === 0
      ? {}
      : {
          TagSpecifications: tagged.map((ResourceType) => ({ ResourceType, Tags })),
        }),
  };
}
