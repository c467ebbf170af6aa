import { z } from "zod";
import { RegionName } from "../credentials/schemas";
import { FINDING_KINDS, type FindingKind } from "../db/schema/constants";
import { instantCursorText, pageQuery } from "../paging";
import { REPAIR_ACTIONS } from "./finding.pure";

const Id = z.string().trim().min(1).max(64);
const SELECTED_MAX = 1_000;

/** `to_mend` stands for all but what is not ours, `orphan` for images and snapshots. */
export const FINDING_FILTERS = ["to_mend", "orphan", ...FINDING_KINDS] as const;
export type FindingFilterName = (typeof FINDING_FILTERS)[number];

export function toKinds(name: FindingFilterName | undefined): readonly FindingKind[] | undefined {
  if (name === undefined) return undefined;
  if (name === "to_mend") return FINDING_KINDS.filter((kind) => kind !== "foreign");
  return name === "orphan" ? ["orphan_image", "orphan_snapshot"] : [name];
}

/** The query string of GET /api/findings; newest first. */
export const ListFindingsQuery = pageQuery("findings").extend({
  cursor: instantCursorText("findings").optional(),
  kind: z.enum(FINDING_FILTERS).optional(),
  state: z.enum(["open", "ignored", "resolved", "all"]).default("open"),
  /** accounts.id or the 12 digits. */
  account: z.string().trim().min(1).max(64).optional(),
  region: z.string().trim().min(1).max(40).optional(),
  /** The start of an image's, a snapshot's or an instance's id, a backup's id, or an owner. */
  search: z.string().trim().max(200).optional(),
});
export type ListFindingsInput = z.input<typeof ListFindingsQuery>;

/** The body of PATCH /api/findings/{id}. */
export const RepairBody = z.strictObject({
  action: z.enum(REPAIR_ACTIONS, { error: `Say what to do: ${REPAIR_ACTIONS.join(", ")}.` }),
});

/** The body of POST /api/findings. */
export const RepairFindingsInput = z.strictObject({
  findingIds: z
    .array(Id)
    .min(1, "Choose at least one finding.")
    .max(SELECTED_MAX, `At most ${SELECTED_MAX} at once.`),
  ...RepairBody.shape,
});
export type RepairFindingsInput = z.input<typeof RepairFindingsInput>;

/** The body of POST /api/reconcile; every known place when nothing is said. */
export const RequestReconcileInput = z
  .strictObject({
    /** accounts.id. */
    accountRef: Id.optional(),
    region: RegionName.optional(),
    /** Also regions in which nothing of ours is known. */
    everyRegion: z.boolean().optional(),
  })
  .refine(
    ({ accountRef, region, everyRegion }) =>
      accountRef !== undefined || (region === undefined && everyRegion === undefined),
    { path: ["accountRef"], error: "Say which account." },
  )
  .refine(({ region, everyRegion }) => region === undefined || everyRegion !== true, {
    path: ["region"],
    error: "Give a region or every region, not both.",
  });
export type RequestReconcileInput = z.input<typeof RequestReconcileInput>;
