import { LiveBadge, LiveBar } from "./live-badge";
import type { Shown } from "./live-badge";

/**
 * A backup's status, changed in place as events arrive. Given a whole backup, the browser is sent
 * no more of it than is shown: what it gets, it gets once for each row.
 */
export function LiveStatus({ id, status, scheduler, progressPercent }: Shown) {
  // Only where it says more than the status does.
  const more = status === "expected" && scheduler ? { scheduler } : {};
  return <LiveBadge id={id} status={status} progressPercent={progressPercent} {...more} />;
}

/** The progress of what is still moving; nothing for the rest. */
export function LiveProgress({ id, status, progressPercent, label }: Shown & { label: string }) {
  return <LiveBar id={id} status={status} progressPercent={progressPercent} label={label} />;
}
