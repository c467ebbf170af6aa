import type { Runtime } from "../runtime";
import { dropLease, takeLease } from "./leases.repo";

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
  const now = parts.clock.now();
  const { name, owner, description, ttlMs } = claim;
  return parts.db.write((tx) =>
    takeLease(tx, { name, owner, description, renewedAt: now, expiresAt: now + ttlMs }),
  );
}

export function releaseLease(parts: Parts, lease: { name: string; owner: string }): Promise<void> {
  return parts.db.write((tx) => dropLease(tx, lease));
}
