import type { Runtime } from "../runtime";
import { putLease } from "./leases.repo";

/** Records that something was done now, by whom; nobody owns such a row. */
export function stampLease(
  parts: Pick<Runtime, "db" | "clock">,
  stamp: { name: string; owner: string },
): Promise<void> {
  const now = parts.clock.now();
  return parts.db.write((tx) =>
    putLease(tx, { ...stamp, description: "", renewedAt: now, expiresAt: now }),
  );
}
