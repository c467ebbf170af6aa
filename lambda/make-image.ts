import { setTimeout as pause } from "node:timers/promises";
import { CreateImageCommand } from "@aws-sdk/client-ec2";
import { makeAtEmulator, mayLackSnapshotTags } from "./at-emulator";
import type { ImageRequest } from "./contract/image-request";
import { BackupFailed, codeOf, isUnclear } from "./failure";
import { findImages, ownerOf, sending, type Clients } from "./images";
import type { Invocation } from "./invocation";

export interface Wanted {
  request: ImageRequest;
  /** The backup's key. */
  backup: string;
}

/**
 * Null when nobody knows: AWS may have made the image, its answer was not heard, and as it reboots
 * the instance it is not asked again. Throws BackupFailed, or what the SDK throws.
 */
export async function makeImage(
  clients: Clients,
  invocation: Invocation,
  wanted: Wanted,
): Promise<string | null> {
  const { noReboot } = wanted.request;
  const client = noReboot ? clients.patient : clients.once;
  try {
    const answer = await client.send(toCommand(wanted.request), sending(invocation));
    if (answer.ImageId) return answer.ImageId;
  } catch (error) {
    if (codeOf(error) === "InvalidAMIName.Duplicate") {
      return (await findByName(clients, invocation, wanted)) ?? failAsTaken(wanted);
    }
    if (!isUnclear(error)) throw error;
    if (mayLackSnapshotTags(error, invocation)) {
      const made = await makeAtEmulator(clients, invocation, wanted.request);
      if (made !== null) return made;
    }
    const imageId = await findByName(clients, invocation, wanted);
    if (imageId === null && noReboot) throw error;
    return imageId;
  }
  const imageId = await findByName(clients, invocation, wanted);
  if (imageId === null && noReboot) {
    throw new BackupFailed("UnreadableAnswer", "AWS's answer names no image.");
  }
  return imageId;
}

/** By its name, with growing pauses, because an image is seen a while after it was made. */
async function findByName(
  clients: Clients,
  invocation: Invocation,
  { request, backup }: Wanted,
): Promise<string | null> {
  const ours = { owner: invocation.settings.installationId, backup };
  for (const pauseMs of PAUSES_MS) {
    if (pauseMs > invocation.remainingMs() - REPORTS_MS) break;
    await pause(pauseMs);
    const images = await findImages(clients, invocation, [
      { Name: "name", Values: [request.name] },
    ]);
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
