import type { Failure } from "./model";

export type SnapshotReturnCode =
  | "success"
  | "skipped"
  | "missing-permissions"
  | "internal-error"
  | "client-error";

/** What faults change about an effect, as opposed to the answer that tells of it. */
export interface Effects {
  /** A new image is hidden, or a removed one still shown, for so long. */
  imageLagMs: number;
  /** New, changed and removed tags are seen so much later. */
  tagLagMs: number;
  paceFactor: number;
  lateFailure?:
    | (Omit<Failure, "at"> & { afterMs: number; snapshotMessage?: string | undefined })
    | undefined;
  snapshotReturnCode?: SnapshotReturnCode | undefined;
  /** Snapshots stay although the image goes. */
  keepSnapshots: boolean;
}

export const noEffects = (): Effects => ({
  imageLagMs: 0,
  tagLagMs: 0,
  paceFactor: 1,
  keepSnapshots: false,
});
