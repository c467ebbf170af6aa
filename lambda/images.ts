import { DescribeImagesCommand, EC2Client, type Filter, type Image } from "@aws-sdk/client-ec2";
import { IMAGE_TAGS } from "./contract/image-tags.pure";
import type { Invocation } from "./invocation";

/** `once`: what may not be sent again after an answer that nobody heard. */
export interface Clients {
  patient: EC2Client;
  once: EC2Client;
}

export function createClients(region: string): Clients {
  const clientOf = (maxAttempts: number) =>
    new EC2Client({
      region,
      maxAttempts,
      requestHandler: {
        connectionTimeout: CONNECTION_MS,
        requestTimeout: REQUEST_MS,
        throwOnRequestTimeout: true,
      },
    });
  return { patient: clientOf(3), once: clientOf(1) };
}

/** Time is left to say how it ended. */
export function sending({ remainingMs }: Invocation) {
  return { abortSignal: AbortSignal.timeout(Math.max(SEND_MS_MIN, remainingMs() - REPORTS_MS)) };
}

/** Every image of this account that fits, disabled and failed ones too. */
export async function findImages(
  { patient }: Clients,
  invocation: Invocation,
  filters: Filter[],
): Promise<Image[]> {
  const found: Image[] = [];
  let token: string | undefined;
  do {
    const page = await patient.send(
      new DescribeImagesCommand({
        Owners: ["self"],
        IncludeDisabled: true,
        Filters: filters,
        MaxResults: PAGE,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
      sending(invocation),
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
const SEND_MS_MIN = 5_000;
const REPORTS_MS = 25_000;
const PAGE = 200;
