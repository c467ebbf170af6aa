import type { Image } from "./model";

export interface LaunchTemplate {
  id: string;
  name: string;
  /** By number, the oldest first; a version may go without an image. */
  versions: { number: number; imageId?: string | undefined }[];
}

export interface LaunchConfiguration {
  name: string;
  arn: string;
  imageId: string;
  instanceType: string;
  createdAt: number;
}

export const STORED_REFERRER_TYPES = [
  "ssm:Parameter",
  "imagebuilder:ImageRecipe",
  "imagebuilder:ContainerRecipe",
] as const;

/** A parameter or recipe whose value is an image: of its service no more than that is here. */
export interface StoredReferrer {
  type: (typeof STORED_REFERRER_TYPES)[number];
  arn: string;
  imageId: string;
}

/** What names images from outside of EC2's images; few of each, so that lists do. */
export interface Referrers {
  launchTemplates: LaunchTemplate[];
  launchConfigurations: LaunchConfiguration[];
  stored: StoredReferrer[];
}

export const noReferrers = (): Referrers => ({
  launchTemplates: [],
  launchConfigurations: [],
  stored: [],
});

export interface LaunchPermission {
  userId?: string | undefined;
  group?: "all" | undefined;
  organizationArn?: string | undefined;
  organizationalUnitArn?: string | undefined;
}

export type Protection = "disabled" | "enabled-without-cooldown" | "enabled-with-cooldown";

const COOLDOWN_MS = 24 * 60 * 60 * 1000;

/** Protected, or within the day after a protection with cooldown was taken away. */
export function isProtected({ image, now }: { image: Image; now: number }): boolean {
  const { protection } = image;
  if (protection === undefined) return false;
  if (protection.state !== "disabled") return true;
  return protection.cooldownFrom !== undefined && now < protection.cooldownFrom + COOLDOWN_MS;
}

export function protect(of: { image: Image; state: Protection; now: number }): void {
  const { image, state, now } = of;
  const cools =
    image.protection?.state === "enabled-with-cooldown" ? now : image.protection?.cooldownFrom;
  image.protection = { state, cooldownFrom: state === "disabled" ? cools : undefined };
}
