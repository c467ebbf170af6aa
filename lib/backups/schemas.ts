import { z } from "zod";
import { BACKUP_STATUSES } from "../db/schema/constants";
import { InstantCursorText, PageQuery } from "../paging";

/** AWS's own limit of an image's description. */
export const DESCRIPTION_CHARACTERS_MAX = 255;
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

/** `status=failed` or `status=failed,missed`. */
const Statuses = z
  .string()
  .max(200)
  .transform((text) => text.split(",").map((word) => word.trim()))
  .pipe(z.array(z.enum(BACKUP_STATUSES)).min(1))
  .optional();

/** The query string of GET /api/backups; newest due moment first. */
export const ListBackupsQuery = PageQuery.extend({
  cursor: InstantCursorText.optional(),
  status: Statuses,
  /** Ours, `ins_…`. */
  instance: z.string().min(1).max(64).optional(),
  /** The 12 digits. */
  account: z
    .string()
    .regex(/^\d{12}$/, "An account is its 12 digits.")
    .optional(),
  region: z.string().min(1).max(40).optional(),
  /** Due at or after, ISO 8601. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Due before, ISO 8601. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** An instance's name or id, an image's id or name, or a backup's id. */
  search: Search,
});
export type ListBackupsQuery = z.infer<typeof ListBackupsQuery>;
/** What callers may leave out, they may leave out. */
export type ListBackupsInput = z.input<typeof ListBackupsQuery>;

export const ListAmisQuery = ListBackupsQuery.omit({ status: true });
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

export const GetBackupInput = z.strictObject({ backupId: BackupId });
export type GetBackupInput = z.infer<typeof GetBackupInput>;
