import { z } from "zod";
import { ACTOR_TYPES } from "../db/schema/constants";
import { instantCursorText, pageQuery } from "../paging";

/** `2026-03-01`, which is a whole day in UTC, or an instant with its offset. */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: "Give a day as yyyy-mm-dd, or an instant in ISO 8601.",
});
const Word = z.string().trim().min(1).max(200);

/** Which entries are meant; what is left out narrows nothing. */
export const AuditFilterQuery = z.object({
  /** Who did it: users.id, or the id of a function's place in AWS. Jobs and commands have none. */
  actorId: Word.optional(),
  /** The name it was done under: a job's or a command's; of people, everyone who was called so then. */
  actor: Word.optional(),
  actorType: z.enum(ACTOR_TYPES).optional(),
  /** Dotted, for example `backup.start`. */
  action: Word.optional(),
  /** What kind of thing it was done to, for example `backup`. */
  target: Word.optional(),
  targetId: Word.optional(),
  /** accounts.id. */
  account: Word.optional(),
  from: Moment.optional(),
  /** A day counts whole. */
  to: Moment.optional(),
  /** In the action, names, ids, addresses, and in what was changed. */
  search: z.string().trim().max(200).optional(),
});
export type AuditFilterQuery = z.output<typeof AuditFilterQuery>;

/** The query string of GET /api/audit; newest first. */
export const ListAuditQuery = pageQuery("audit").extend({
  cursor: instantCursorText("audit").optional(),
  ...AuditFilterQuery.shape,
});
export type ListAuditInput = z.input<typeof ListAuditQuery>;
