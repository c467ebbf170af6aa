import { and, isNotNull, isNull, sql } from "drizzle-orm";
import { backups } from "../db/schema";

// Word for word as in the partial indexes, which SQLite uses only then.

/** By `backups_queued`. */
export const isQueued = sql`+${backups.status} = 'queued'`;

/** Expected of EventBridge, pending, unconfirmed, given up or missed: what only a look at AWS moves on. By `backups_looked_at`. */
export const isLookedAt = and(
  sql`+${backups.status} in ('expected', 'pending', 'creating', 'failed', 'missed')`,
  isNull(backups.leaseToken),
  isNotNull(backups.notBeforeAt),
);
