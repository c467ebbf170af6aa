import type { AwsPurpose } from "../aws/aws";
import type { DryRunProbe } from "../aws/ec2/ec2";
import { KMS_FOR_EC2 } from "../aws/iam-statements.pure";

export type NeededAction = DryRunProbe["action"] | "DescribeLaunchConfigurations";

interface NeededPermission {
  action: NeededAction;
  /** Only where images are removed; everything else is for backups. */
  feature?: "deletion";
  /** The session of an assumed role in which the call is sent. */
  purpose: AwsPurpose;
  /** What the product does with it, after “to …”. */
  why: string;
}

/** Every action that the product sends with a credential, in the order of a backup's life. */
export const NEEDED_PERMISSIONS: readonly NeededPermission[] = [
  { action: "DescribeRegions", purpose: "read", why: "see which regions are enabled" },
  { action: "DescribeInstances", purpose: "read", why: "find instances and their names" },
  { action: "DescribeVolumes", purpose: "read", why: "know the sizes of their disks" },
  { action: "CreateImage", purpose: "create", why: "make backups, with their tags" },
  { action: "DescribeImages", purpose: "read", why: "see that a backup is really there" },
  { action: "DescribeSnapshots", purpose: "read", why: "follow its progress and size" },
  { action: "CreateTags", purpose: "tag", why: "mark what is held or kept" },
  { action: "DeleteTags", purpose: "tag", why: "take such a mark away" },
  {
    action: "DescribeImageReferences",
    feature: "deletion",
    purpose: "read",
    why: "see who still uses an image",
  },
  {
    action: "DescribeImageAttribute",
    feature: "deletion",
    purpose: "read",
    why: "see whom an image is shared with",
  },
  {
    action: "DescribeLaunchConfigurations",
    feature: "deletion",
    purpose: "read",
    why: "see whether Auto Scaling launches from it",
  },
  {
    action: "DeregisterImage",
    feature: "deletion",
    purpose: "delete",
    why: "remove a backup that is due to go",
  },
  { action: "DeleteSnapshot", feature: "deletion", purpose: "delete", why: "remove its snapshots" },
];

/** EC2 uses them on the credential's behalf: they are needed, and no dry run asks about them. */
export const UNASKABLE_PERMISSIONS = KMS_FOR_EC2.map((action) => ({
  action,
  why: "have backups of volumes that are encrypted with a key of yours",
  state: "unknown" as const,
  note: "AWS cannot be asked about it: a backup of such a volume tells. It is not needed where there are none.",
  statement: null,
}));
