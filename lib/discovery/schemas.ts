import { z } from "zod";
import { BulkIds } from "../bulk";
import { RegionName } from "../credentials/schemas";
import { INSTANCE_STATES } from "../db/schema/constants";
import { cursorText, instantCursorText, pageQuery } from "../paging";
import { InstanceScheduleChoice } from "../schedules/schemas";

const Id = z.string().trim().min(1).max(64);
const PLACES_MAX = 500;
const SCHEDULES_MAX = 10;

/** The body of POST /api/discovery/runs; every account and enabled region when nothing is said. */
export const RequestDiscoveryInput = z.strictObject({
  /** accounts.id. */
  accountRefs: z.array(Id).min(1, "Choose at least one account.").max(PLACES_MAX).optional(),
  /** Looked at by these alone. */
  credentialIds: z.array(Id).min(1, "Choose at least one credential.").max(PLACES_MAX).optional(),
  regions: z.array(RegionName).min(1, "Choose at least one region.").max(50).optional(),
});
export type RequestDiscoveryInput = z.input<typeof RequestDiscoveryInput>;

/** Each comes with all of its places: hundreds, where accounts are many. */
const RUNS_PER_PAGE_MAX = 5;

export const ListDiscoveryRunsQuery = pageQuery("discovery-runs").extend({
  cursor: instantCursorText("discovery-runs").optional(),
  limit: z.coerce.number().int().min(1).max(RUNS_PER_PAGE_MAX).default(RUNS_PER_PAGE_MAX),
});
export type ListDiscoveryRunsInput = z.input<typeof ListDiscoveryRunsQuery>;

export const DiscoveryRunRef = z.strictObject({ runId: Id });
export type DiscoveryRunRef = z.infer<typeof DiscoveryRunRef>;

/** `ignored`: a person wants it left unprotected. `gone`: terminated, or no longer shown. */
export const DISCOVERED_STATUSES = ["unprotected", "protected", "ignored", "gone"] as const;
export type DiscoveredStatus = (typeof DISCOVERED_STATUSES)[number];

/** The query string of GET /api/discovery; by name. */
export const ListDiscoveredQuery = pageQuery("discovery").extend({
  /** The start of an EC2 id, part of a name, or an id as this list has it. */
  search: z.string().trim().max(200).optional(),
  /** accounts.id or the 12 digits. */
  account: z.string().trim().max(64).optional(),
  region: z.string().trim().max(40).optional(),
  state: z.enum(INSTANCE_STATES).optional(),
  status: z.enum([...DISCOVERED_STATUSES, "all"]).optional(),
  /** A tag's key, or key=value. */
  tag: z.string().trim().max(400).optional(),
});
/** The same for a list by ids; see list-discovered-ids.ts. */
export const ListDiscoveredIdsQuery = ListDiscoveredQuery.extend({
  cursor: cursorText("discovery-ids").optional(),
});
export type ListDiscoveredInput = z.input<typeof ListDiscoveredQuery>;
export type DiscoveredFilter = Omit<z.output<typeof ListDiscoveredQuery>, "limit" | "cursor">;

/** The query string of GET /api/discovery/tags. */
export const ListTagsQuery = z.object({
  /** The values of this key; the keys where left out. */
  key: z.string().min(1).max(128).optional(),
});
export type ListTagsInput = z.input<typeof ListTagsQuery>;

/** The body of POST /api/discovery/protect. */
export const ProtectDiscoveredInput = z.strictObject({
  /** `dis_…`, as GET /api/discovery lists them. */
  discoveredIds: BulkIds,
  /** The default schedule where nothing is said; none: nothing is backed up by itself. */
  schedules: z
    .array(InstanceScheduleChoice)
    .max(SCHEDULES_MAX, `An instance has at most ${SCHEDULES_MAX} schedules.`)
    .optional(),
  /** Null follows the default policy. */
  retentionPolicyId: Id.nullable().optional(),
  /** True stops each for a moment, so that its disks are consistent; as the settings say unless given. */
  rebootOnBackup: z.boolean().optional(),
});
export type ProtectDiscoveredInput = z.input<typeof ProtectDiscoveredInput>;

/** The body of POST /api/discovery/ignore. */
export const IgnoreDiscoveredInput = z.strictObject({
  discoveredIds: BulkIds,
  /** False counts them again. */
  ignored: z.boolean(),
});
export type IgnoreDiscoveredInput = z.input<typeof IgnoreDiscoveredInput>;
