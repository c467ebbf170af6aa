import { setTimeout as pause } from "node:timers/promises";
import { CreateImageCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { makeAtEmulator, mayLackSnapshotTags } from "./at-emulator";
import type { ImageRequest } from "./contract/image-request";
import { BackupFailed, codeOf, isUnclear } from "./failure";
import { findImages, ownerOf } from "./images";
import type { Invocation } from "./invocation";
import { log } from "./log";
import { sendPatiently } from "./send-patiently";

export interface Wanted {
  request: ImageRequest;
  /** The backup's key. */
  backup: string;
  /** Epoch milliseconds; nothing is started from then on. */
  startWindowEndsAt: number;
}

/**
 * Null when nobody knows: AWS may have made the image, its answer was not heard, and as it reboots
 * the instance it is not asked again. Throws BackupFailed, or what the SDK throws.
 */
export async function makeImage(
  client: EC2Client,
  invocation: Invocation,
  wanted: Wanted,
): Promise<string | null> {
  const { noReboot } = wanted.request;
  const patience = { mayRepeat: noReboot, endsAt: wanted.startWindowEndsAt };
  try {
    const answer = await sendPatiently(invocation, patience, (options) =>
      client.send(toCommand(wanted.request), options),
    );
    if (answer.ImageId) return answer.ImageId;
  } catch (error) {
    if (codeOf(error) === "InvalidAMIName.Duplicate") {
      return (await findByName(client, invocation, wanted)) ?? failAsTaken(wanted);
    }
    if (!isUnclear(error)) throw error;
    if (mayLackSnapshotTags(error, invocation)) {
      const made = await makeAtEmulator(client, invocation, wanted.request);
      if (made !== null) return made;
    }
    const imageId = await findUnheard(client, invocation, wanted);
    if (imageId === null && noReboot) throw error;
    return imageId;
  }
  const imageId = await findUnheard(client, invocation, wanted);
  if (imageId === null && noReboot) {
    throw new BackupFailed("UnreadableAnswer", "AWS's answer names no image.");
  }
  return imageId;
}

/** After a reboot not even a look that fails ends as an error: who tries again would send it again. */
async function findUnheard(
  client: EC2Client,
  invocation: Invocation,
  wanted: Wanted,
): Promise<string | null> {
  try {
    return await findByName(client, invocation, wanted);
  } catch (error) {
    if (wanted.request.noReboot || error instanceof BackupFailed) throw error;
    log("warn", "The image could not be looked for", { code: codeOf(error) });
    return null;
  }
}

/** By its name, with growing pauses, because an image is seen a while after it was made. */
async function findByName(
  client: EC2Client,
  invocation: Invocation,
  { request, backup }: Wanted,
): Promise<string | null> {
  const ours = { owner: invocation.settings.installationId, backup };
  for (const pauseMs of PAUSES_MS) {
    if (pauseMs > invocation.remainingMs() - REPORTS_MS) break;
    await pause(pauseMs);
    const images = await findImages(client, invocation, [{ Name: "name", Values: [request.name] }]);
    const owners = images.map((image) => ownerOf(image, ours));
    const found = images[owners.indexOf("ours")]?.ImageId;
    if (found) return found;
    if (owners.includes("foreign")) {
      const message = `An image that is not of this backup has the name ${request.name}.`;
      throw new BackupFailed("InvalidAMIName.Duplicate", message);
    }
  }
  return null;
}

function failAsTaken({ request }: Wanted): never {
  const message = `AWS says that the name ${request.name} is taken, and does not show yet by which image.`;
  throw new BackupFailed("InvalidAMIName.Duplicate", message);
}

function toCommand({ instanceId, name, description, noReboot, tags }: ImageRequest) {
  const Tags = tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return new CreateImageCommand({
    InstanceId: instanceId,
    Name: name,
    Description: description,
    NoReboot: noReboot,
    TagSpecifications: [
      { ResourceType: "image", Tags },
      { ResourceType: "snapshot", Tags },
    ],
  });
}

const PAUSES_MS = [0, 1_000, 3_000, 6_000];
const REPORTS_MS = 20_000;
