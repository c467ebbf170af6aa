"use client";

import { useSyncExternalStore } from "react";
import type { BackupStatus } from "#lib/db/schema/constants";
import { isRunning } from "../backup-status";
import { StatusBadge } from "../status-badge";
import { findPatch, subscribeLive } from "./live-store";

interface Shown {
  id: string;
  status: BackupStatus;
  progressPercent: number | null;
}

/** A backup's status, changed in place as events arrive. */
export function LiveStatus(props: Shown) {
  const { status } = useLive(props);
  return <StatusBadge status={status} />;
}

/** The progress of what is still moving; nothing for the rest. */
export function LiveProgress(props: Shown & { label: string }) {
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
