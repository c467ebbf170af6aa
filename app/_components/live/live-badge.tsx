"use client";

import { useSyncExternalStore } from "react";
import type { BackupStatus, Scheduler } from "#lib/db/schema/constants";
import { isRunning } from "../backup-status";
import { StatusBadge } from "../status-badge";
import { findPatch, subscribeLive } from "./live-store";

export interface Shown {
  id: string;
  status: BackupStatus;
  scheduler?: Scheduler;
  progressPercent: number | null;
}

/** See live-status.tsx. */
export function LiveBadge(props: Shown) {
  const { status } = useLive(props);
  const { scheduler } = props;
  return <StatusBadge status={status} {...(scheduler ? { scheduler } : {})} />;
}

/** See live-status.tsx. */
export function LiveBar(props: Shown & { label: string }) {
  const { status, progressPercent } = useLive(props);
  if (!isRunning(status) || progressPercent === null) return null;
  return (
    <span className="progress-line">
      <progress className="bar" max={100} value={progressPercent} aria-label={props.label} />
      {progressPercent} %
    </span>
  );
}

function useLive(shown: Shown): Pick<Shown, "status" | "progressPercent"> {
  const patch = useSyncExternalStore(
    subscribeLive,
    () => findPatch(shown.id),
    () => undefined,
  );
  return patch ?? shown;
}
