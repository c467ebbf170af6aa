import { z } from "zod";
import { DESCRIPTION_CHARACTERS_MAX } from "#lambda/contract/limits.pure";
import { BACKUP_KINDS, BACKUP_STATUSES } from "../db/schema/constants";
import { instantCursorText, pageQuery } from "../paging";
import { BulkIds } from "../bulk";
import { FilterTag, TagKey, TagValue } from "./tag-schemas";

const HOLD_REASON_CHARACTERS_MAX = 500;
const SEARCH_CHARACTERS_MAX = 200;

const CONTROL_CHARACTERS = /[\p{Cc}\p{Cs}]/u;

/** What a person typed is kept; AWS is told it in ASCII, which is all it takes. */
const Description = z
  .string()
  .trim()
  .max(DESCRIPTION_CHARACTERS_MAX, `Use at most ${DESCRIPTION_CHARACTERS_MAX} characters.`)
  .refine(
    (text) => !CONTROL_CHARACTERS.test(text),
    "Leave out line breaks and control characters.",
  );

export const BackupId = z.string().min(1).max(64);

/** The body of POST /api/instances/{id}/backups. */
export const StartBackupBody = z.strictObject({
  description: Description.optional(),
  /** Default: as the instance is set, which is no reboot unless somebody chose it. */
  reboot: z.boolean().optional(),
});
export type StartBackupBody = z.infer<typeof StartBackupBody>;

export const StartBackupInput = z.strictObject({
  ...StartBackupBody.shape,
  /** Ours, `ins_…`. */
  instanceId: z.string().min(1).max(64),
  /** From the Idempotency-Key header: the same key asks for the same backup. */
  idempotencyKey: z.string().min(1).max(255).optional(),
});
export type StartBackupInput = z.infer<typeof StartBackupInput>;

const Search = z.string().trim().max(SEARCH_CHARACTERS_MAX).optional();

const Words = z
  .string()
  .max(200)
  .transform((text) => [...new Set(text.split(",").map((word) => word.trim()))]);

/** `2026-03-01`, which is a whole day in UTC, or an instant with its offset. */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: "Give a day as yyyy-mm-dd, or an instant in ISO 8601.",
});

/** What a list of backups can be narrowed by; all of it at once, if need be. */
const BACKUP_FILTERS = {
  /** `status=failed` or `status=failed,missed`. */
  status: Words.pipe(z.array(z.enum(BACKUP_STATUSES)).min(1)).optional(),
  /** `kind=manual` or `kind=manual,adopted`. */
  kind: Words.pipe(z.array(z.enum(BACKUP_KINDS)).min(1)).optional(),
  /** Ours, `ins_…`. */
  instance: z.string().min(1).max(64).optional(),
  /** The 12 digits. */
  account: z
    .string()
    .regex(/^\d{12}$/, "An account is its 12 digits.")
    .optional(),
  region: z.string().min(1).max(40).optional(),
  /** Ours, `sch_…`. */
  schedule: z.string().min(1).max(64).optional(),
  /** `true`: only what a person holds; `false`: only what nobody does. */
  held: z.stringbool().optional(),
  /** A tag's key, or `key=value`. */
  tag: FilterTag.optional(),
  /** Due at or after; a day begins at 00:00 UTC. */
  from: Moment.optional(),
  /** Due before; a day counts whole. */
  to: Moment.optional(),
  /** An instance's name or id, an image's id or name, a snapshot's id, or a backup's id. */
  search: Search,
};

/** The query string of GET /api/backups; newest due moment first. */
export const ListBackupsQuery = pageQuery("backups").extend({
  cursor: instantCursorText("backups").optional(),
  ...BACKUP_FILTERS,
});
export type ListBackupsQuery = z.infer<typeof ListBackupsQuery>;
/** As an address has them; what callers may leave out, they may leave out. */
export type ListBackupsInput = z.input<typeof ListBackupsQuery>;

/** The query string of GET /api/backups/export. */
export const ExportBackupsQuery = z.object({
  ...BACKUP_FILTERS,
  /** `true`: begins with a byte order mark, by which Excel knows UTF-8. */
  bom: z.stringbool().default(false),
});
export type ExportBackupsQuery = z.infer<typeof ExportBackupsQuery>;
export type ExportBackupsInput = z.input<typeof ExportBackupsQuery>;

/** Whose images a list shows. */
export const AMI_OWNERS = ["ours", "others", "all"] as const;

/** The maker of what nobody put a name to. */
export const UNMARKED = "unmarked";

/** The query string of GET /api/amis; newest first. */
export const ListAmisQuery = ListBackupsQuery.omit({ status: true }).extend({
  cursor: instantCursorText("amis").optional(),
  /** Default: ours. */
  owner: z.enum(AMI_OWNERS).default("ours"),
  /** Who made it, of what is not ours, as `owner` tells it; `unmarked`: nobody put a name to it. */
  maker: z.string().min(1).max(300).optional(),
});
export type ListAmisQuery = z.infer<typeof ListAmisQuery>;
export type ListAmisInput = z.input<typeof ListAmisQuery>;

const CHANGES = {
  description: Description.optional(),
  /** True: nothing removes it, whatever a policy says. */
  held: z.boolean().optional(),
  holdReason: z.string().trim().max(HOLD_REASON_CHARACTERS_MAX).optional(),
};
interface Changes {
  description?: string | undefined;
  held?: boolean | undefined;
  holdReason?: string | undefined;
}
const changesSomething = (changes: Changes) =>
  changes.description !== undefined || changes.held !== undefined;
const NOTHING_CHANGED = { error: "Say what to change: description or held." };
const reasonHasHold = (changes: Changes) =>
  changes.holdReason === undefined || changes.held === true;
const REASON_WITHOUT_HOLD = { error: "A reason belongs to a hold.", path: ["holdReason"] };

/** The body of PATCH /api/backups/{id}. */
export const UpdateBackupBody = z
  .strictObject(CHANGES)
  .refine(changesSomething, NOTHING_CHANGED)
  .refine(reasonHasHold, REASON_WITHOUT_HOLD);
export type UpdateBackupBody = z.infer<typeof UpdateBackupBody>;

export const UpdateBackupInput = z
  .strictObject({ backupId: BackupId, ...CHANGES })
  .refine(changesSomething, NOTHING_CHANGED)
  .refine(reasonHasHold, REASON_WITHOUT_HOLD);
export type UpdateBackupInput = z.infer<typeof UpdateBackupInput>;

/** The body of POST /api/backups/holds. */
export const HoldBackupsInput = z
  .strictObject({
    ids: BulkIds,
    /** True: nothing removes them, whatever a policy says; false: released. */
    held: z.boolean(),
    reason: z.string().trim().max(HOLD_REASON_CHARACTERS_MAX).optional(),
  })
  .refine(({ held, reason }) => held || reason === undefined, {
    error: "A reason belongs to a hold.",
    path: ["reason"],
  });
export type HoldBackupsInput = z.infer<typeof HoldBackupsInput>;

/** The body of POST /api/backups/tags: one tag is set, or one is taken away. */
export const TagBackupsInput = z
  .strictObject({
    ids: BulkIds,
    set: z.strictObject({ key: TagKey, value: TagValue }).optional(),
    remove: TagKey.optional(),
  })
  .refine(({ set, remove }) => (set === undefined) !== (remove === undefined), {
    error: "Say either which tag to set, or which to remove.",
  });
export type TagBackupsInput = z.input<typeof TagBackupsInput>;

export const GetBackupInput = z.strictObject({ backupId: BackupId });
export type GetBackupInput = z.infer<typeof GetBackupInput>;
