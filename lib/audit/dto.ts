import { z } from "zod";
import { ACTOR_TYPES } from "../db/schema/constants";

/** One act, with what it changed. */
export const AuditEntryDto = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorType: z.enum(ACTOR_TYPES),
  /** A person's name, or the job's. */
  actorName: z.string(),
  /** Dotted, for example `backup.start`. */
  action: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string(),
  address: z.string().nullable(),
});
export type AuditEntryDto = z.infer<typeof AuditEntryDto>;
