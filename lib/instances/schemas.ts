import { z } from "zod";
import { RegionName } from "#lib/credentials/schemas";
import { INSTANCE_STATES } from "#lib/db/schema/constants";
import { PageQuery } from "#lib/paging";
import { HEALTH_STATUSES } from "./instance-health.pure";

const Id = z.string().trim().min(1).max(64);

/** The shape alone; whether it exists is asked of AWS. */
export const Ec2InstanceId = z
  .string()
  .trim()
  .min(1, "Type the instance's id.")
  .regex(
    /^i-([0-9a-f]{8}|[0-9a-f]{17})$/,
    "An instance id is i- and 8 or 17 of 0-9 and a-f, for example i-0123456789abcdef0.",
  );

export const CheckInstanceInput = z.object({
  credentialId: z.string().trim().min(1, "Choose a credential.").max(64),
  region: RegionName,
  instanceId: Ec2InstanceId,
});
export type CheckInstanceInput = z.input<typeof CheckInstanceInput>;

export const InstanceRef = z.object({ instanceId: Id });
/** `instanceId` is our own id, `ins_…`. */
export type InstanceRef = z.infer<typeof InstanceRef>;

export const INSTANCE_SORTS = ["name", "lastGood", "nextDue"] as const;

export const ListInstancesInput = PageQuery.extend({
  /** The start of an EC2 id, or part of a name. */
  search: z.string().trim().max(200).optional(),
  /** accounts.id or the 12 digits. */
  account: z.string().trim().max(64).optional(),
  region: z.string().trim().max(40).optional(),
  credentialId: Id.optional(),
  state: z.enum(INSTANCE_STATES).optional(),
  health: z.enum(HEALTH_STATUSES).optional(),
  sort: z.enum(INSTANCE_SORTS).default("name"),
  order: z.enum(["asc", "desc"]).default("asc"),
});
export type ListInstancesInput = z.input<typeof ListInstancesInput>;
