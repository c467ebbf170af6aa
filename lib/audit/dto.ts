import { z } from "zod";
import { ACTOR_TYPES } from "../db/schema/constants";

const Instant = z.iso.datetime();

/** One act, with what it changed. */
export const AuditEntryDto = z.object({
  id: z.string(),
  /**
   * Its place in the chain; null for one that is in none, and for who sees some accounts alone: between
   * two numbers of theirs it would count what was done in the others.
   */
  seq: z.number().int().nullable(),
  at: Instant,
  actorType: z.enum(ACTOR_TYPES),
  actorId: z.string().nullable(),
  /** A person's name, or the job's. */
  actorName: z.string(),
  /** The personal token it was done with. */
  tokenId: z.string().nullable(),
  /** Dotted, for example `backup.start`. */
  action: z.string(),
  targetType: z.string(),
  targetId: z.string().nullable(),
  accountRef: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string(),
  address: z.string().nullable(),
  /** `Action request-id` of what was sent to AWS for it. */
  awsRequestIds: z.array(z.string()),
});
export type AuditEntryDto = z.infer<typeof AuditEntryDto>;

/** A person who may be asked for by `actorId`; names come back once somebody was deleted. */
export const AuditActorDto = z.object({
  id: z.string(),
  username: z.string(),
  deletedAt: Instant.nullable(),
});
export type AuditActorDto = z.infer<typeof AuditActorDto>;

/** What the last look at the chain found, and what is archived. */
export const AuditIntegrityDto = z.object({
  /** Null before the first look. */
  lastCheck: z
    .object({
      at: Instant,
      /** None was made for ten minutes: what it says may be over. */
      isStale: z.boolean(),
      /** Up to that entry. */
      seq: z.number().int(),
      /** When all of the chain was looked at last. */
      wholeAt: Instant.nullable(),
      problems: z.number().int(),
      /** Of those, how many are of the files beside the database, and none of the chain. */
      troubles: z.number().int(),
      /** Entries whose key was lost and given up: nothing proves them. */
      unproven: z.number().int(),
      /** The first of them. */
      words: z.string().nullable(),
    })
    .nullable(),
  lastSeq: z.number().int(),
  archivedEntries: z.number().int(),
  segments: z.number().int(),
});
export type AuditIntegrityDto = z.infer<typeof AuditIntegrityDto>;
