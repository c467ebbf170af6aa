import { z } from "zod";
import { ACTOR_TYPES } from "../db/schema/constants";
import { instantCursorText, pageQuery } from "../paging";

/** `2026-03-01`, which is a whole day in UTC, or an instant with its offset. */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: "Give a day as yyyy-mm-dd, or an instant in ISO 8601.",
});
const Word = z.string().trim().min(1).max(200);

/** The query string of GET /api/audit; newest first. */
export const ListAuditQuery = pageQuery("audit").extend({
  cursor: instantCursorText("audit").optional(),
  /** A user's name, or a job's. */
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
export type ListAuditInput = z.input<typeof ListAuditQuery>;
