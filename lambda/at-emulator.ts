import { CreateImageCommand, CreateTagsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { ImageRequest } from "./contract/image-request";
import { findImages } from "./images";
import type { Invocation } from "./invocation";
import { sending } from "./send-patiently";

/**
 * Some emulators end CreateImage with an error of their own when its snapshots are to be tagged. Only
 * where AWS_ENDPOINT_URL names something that does not call itself EC2: AWS is never asked so.
 */
export function mayLackSnapshotTags(error: unknown, { settings }: Invocation): boolean {
  if (!settings.isEmulated) return false;
  const answer: unknown = Reflect.get(Object(error), "$response");
  const headers: unknown = Reflect.get(Object(answer), "headers");
  const server: unknown = Reflect.get(Object(headers), "server");
  const status: unknown = Reflect.get(Object(answer), "statusCode");
  return (status === 500 || status === 501) && server !== "AmazonEC2";
}

/** Nothing of this name was made: once more without those tags, which are set afterwards. */
export async function makeAtEmulator(
  client: EC2Client,
  invocation: Invocation,
  request: ImageRequest,
): Promise<string | null> {
  const Tags = request.tags.map(({ key, value }) => ({ Key: key, Value: value }));
  const byName = [{ Name: "name", Values: [request.name] }];
  if ((await findImages(client, invocation, byName)).length > 0) return null;
  const { ImageId } = await client.send(
    new CreateImageCommand({
      InstanceId: request.instanceId,
      Name: request.name,
      Description: request.description,
      NoReboot: request.noReboot,
      TagSpecifications: [{ ResourceType: "image", Tags }],
    }),
    sending(invocation),
  );
  const [image] = await findImages(client, invocation, byName);
  const Resources = (image?.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  if (Resources.length > 0) {
    await client.send(new CreateTagsCommand({ Resources, Tags }), sending(invocation));
  }
  return ImageId ?? null;
}
