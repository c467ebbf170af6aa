import { imageName, imageTags, type ImageIdentity, type ImageTag } from "./image-name";
import { DESCRIPTION_CHARACTERS_MAX } from "./limits.pure";

/** What an attempt asks AWS for; the application and the function send the very same. */
export interface ImageRequest {
  instanceId: string;
  name: string;
  description: string;
  noReboot: boolean;
  /** Of the image and of its snapshots. */
  tags: ImageTag[];
}

export interface ImageRequestFacts extends ImageIdentity {
  /** The instance's Name tag; "" for none. */
  readonly instanceName: string;
  /** A person's words; "" for none. */
  readonly description: string;
  readonly reboot: boolean;
}

/** The whole request of an attempt; the same whenever it is sent again. */
export function imageRequest(facts: ImageRequestFacts): ImageRequest {
  const { instanceId, instanceName, description, reboot, at } = facts;
  const due = toMinutes(at);
  const readableName = `${firstCharacters(instanceName) || instanceId} ${due}`;
  return {
    instanceId,
    name: imageName(facts),
    description: toAscii(description) || `AMIVault backup of ${instanceId}, ${due}`,
    noReboot: !reboot,
    tags: imageTags({ ...facts, readableName }),
  };
}

/** So that the moment behind it is not cut off at AWS's 256. */
function firstCharacters(name: string): string {
  return Array.from(name.trim()).slice(0, NAME_CHARACTERS_MAX).join("");
}

/** AWS refuses a description beyond ASCII; ours keeps what the person wrote. */
function toAscii(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^ -~]/gu, "?")
    .slice(0, DESCRIPTION_CHARACTERS_MAX);
}

function toMinutes(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const NAME_CHARACTERS_MAX = 230;
