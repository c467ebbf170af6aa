import { z } from "zod";
import { DISCOVERY_STATES, INSTANCE_STATES } from "../db/schema/constants";
import { DISCOVERED_STATUSES } from "./schemas";

const Instant = z.iso.datetime();

/** An instance as the last look showed it. Name and tags are AWS's text, verbatim: hostile input. */
export const DiscoveredDto = z.object({
  id: z.string(),
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  region: z.string(),
  /** EC2's id. */
  instanceId: z.string(),
  name: z.string(),
  tags: z.record(z.string(), z.string()),
  state: z.enum(INSTANCE_STATES),
  instanceType: z.string().nullable(),
  platform: z.string().nullable(),
  volumeCount: z.number().int().nullable(),
  status: z.enum(DISCOVERED_STATUSES),
  /** Ours, `ins_…`, of one that is protected. */
  protectedId: z.string().nullable(),
  /** A person removed it from protection; no rule protects it again. */
  wasRemoved: z.boolean(),
  ignored: z.object({ at: Instant, by: z.string().nullable() }).nullable(),
  firstSeenAt: Instant,
  seenAt: Instant,
  goneAt: Instant.nullable(),
});
export type DiscoveredDto = z.infer<typeof DiscoveredDto>;

/** What a selection keeps of one. */
export interface DiscoveredHandle {
  id: string;
  /** Its name, or EC2's id for one without. */
  label: string;
}

export const DiscoveryPlaceDto = z.object({
  accountRef: z.string(),
  accountId: z.string(),
  /** Null: which regions the account has is being asked. */
  region: z.string().nullable(),
  state: z.enum(DISCOVERY_STATES),
  seenCount: z.number().int(),
  newCount: z.number().int(),
  protectedCount: z.number().int(),
  /** Why it could not be read, or what it waits for. */
  error: z.string().nullable(),
  /** What to do, with the IAM statement that is missing. */
  suggestion: z.string().nullable(),
  endedAt: Instant.nullable(),
});
export type DiscoveryPlaceDto = z.infer<typeof DiscoveryPlaceDto>;

export const DiscoveryRunDto = z.object({
  id: z.string(),
  state: z.enum(["running", "done", "failed"]),
  /** Null for one that began by itself. */
  requestedBy: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  places: z.array(DiscoveryPlaceDto),
});
export type DiscoveryRunDto = z.infer<typeof DiscoveryRunDto>;

export const DiscoveryRequestedDto = z.object({ runId: z.string() });
export type DiscoveryRequestedDto = z.infer<typeof DiscoveryRequestedDto>;

/** By status, of those that the caller may see. */
export const DiscoveredCountsDto = z.object({
  unprotected: z.number().int(),
  protected: z.number().int(),
  ignored: z.number().int(),
  gone: z.number().int(),
});
export type DiscoveredCountsDto = z.infer<typeof DiscoveredCountsDto>;

/** Keys of tags, or values of one key, with how many instances have it. */
export const TagTextsDto = z.object({
  items: z.array(z.object({ text: z.string(), count: z.number().int() })),
});
export type TagTextsDto = z.infer<typeof TagTextsDto>;
