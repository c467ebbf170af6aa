import { z } from "zod";
import { BulkIds } from "../bulk";
import { SCHEDULERS } from "../db/schema/constants";

export const ChooseSchedulerInput = z.strictObject({
  instanceId: z.string().trim().min(1).max(64),
  scheduler: z.enum(SCHEDULERS, { error: "Use local or eventbridge." }),
});
export type ChooseSchedulerInput = z.input<typeof ChooseSchedulerInput>;

export const ChooseSchedulersInput = z.strictObject({
  ids: BulkIds,
  scheduler: z.enum(SCHEDULERS, { error: "Use local or eventbridge." }),
});
export type ChooseSchedulersInput = z.input<typeof ChooseSchedulersInput>;

export const PlaceInput = z.strictObject({ placeId: z.string().trim().min(1).max(64) });
export type PlaceInput = z.input<typeof PlaceInput>;

/** `repair`: ours is put back, or removed where nobody wants it; `leave`: it is the person's from now on. */
export const RepairInput = PlaceInput.extend({
  /** All that somebody else changed when left out. */
  objectId: z.string().trim().min(1).max(64).optional(),
});
export type RepairInput = z.input<typeof RepairInput>;

/** The place is the path's. */
export const RepairBody = RepairInput.omit({ placeId: true });

export const LeaveInput = PlaceInput.extend({ objectId: z.string().trim().min(1).max(64) });
export type LeaveInput = z.input<typeof LeaveInput>;

export const LeaveBody = LeaveInput.omit({ placeId: true });
