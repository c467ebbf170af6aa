import type { Runtime } from "../runtime";
import { dropLease, putLease, takeLease, type LeaseRow } from "./leases.repo";

export interface LeaseClaim {
  name: string;
  /** Unique to the process. */
  owner: string;
  /** What the owner is, for messages: mode, host, pid. */
  description: string;
  ttlMs: number;
}

type Parts = Pick<Runtime, "db" | "clock">;

/** Takes or renews a lease; false while another owner holds it. */
export function acquireLease(parts: Parts, claim: LeaseClaim): Promise<boolean> {
  return parts.db.write((tx) => takeLease(tx, toRow(parts, claim)));
}

/** Takes it from whoever holds it, who may still be at work under it for a while. */
export function seizeLease(parts: Parts, claim: LeaseClaim): Promise<void> {
  return parts.db.write((tx) => putLease(tx, toRow(parts, claim)));
}

function toRow({ clock }: Parts, { ttlMs, ...lease }: LeaseClaim): LeaseRow {
  const now = clock.now();
  return { ...lease, renewedAt: now, expiresAt: now + ttlMs };
}

export function releaseLease(parts: Parts, lease: { name: string; owner: string }): Promise<void> {
  return parts.db.write((tx) => dropLease(tx, lease));
}
