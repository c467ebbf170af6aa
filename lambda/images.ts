import { DescribeImagesCommand, EC2Client, type Filter, type Image } from "@aws-sdk/client-ec2";
import { IMAGE_TAGS } from "./contract/image-tags.pure";
import type { Invocation } from "./invocation";
import { sendPatiently } from "./send-patiently";

/** One try a call: how often it is sent is ours to say. */
export function createClient(region: string): EC2Client {
  return new EC2Client({
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
    },
  });
}

/** Every image of this account that fits, disabled and failed ones too. */
export async function findImages(
  client: EC2Client,
  invocation: Invocation,
  filters: Filter[],
): Promise<Image[]> {
  const found: Image[] = [];
  let token: string | undefined;
  do {
    const command = new DescribeImagesCommand({
      Owners: ["self"],
      IncludeDisabled: true,
      Filters: filters,
      MaxResults: PAGE,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await sendPatiently(invocation, { mayRepeat: true }, (options) =>
      client.send(command, options),
    );
    found.push(...(page.Images ?? []));
    token = page.NextToken || undefined;
  } while (token !== undefined);
  return found;
}

export type Owner = "ours" | "foreign" | "unknown";

/** Tags lag behind their image: without any, nobody knows yet. */
export function ownerOf(image: Image, ours: { owner: string; backup: string }): Owner {
  const tags = new Map(image.Tags?.map(({ Key, Value }) => [Key, Value]));
  const owner = tags.get(IMAGE_TAGS.owner);
  const backup = tags.get(IMAGE_TAGS.backup);
  if (owner !== undefined && owner !== ours.owner) return "foreign";
  if (backup !== undefined && backup !== ours.backup) return "foreign";
  return owner === undefined || backup === undefined ? "unknown" : "ours";
}

const CONNECTION_MS = 5_000;
const REQUEST_MS = 25_000;
const PAGE = 200;
