export interface Settings {
  /** How long a snapshot takes in virtual time: base + size × perGib, ± jitter share. */
  pace: { baseMs: number; perGibMs: number; jitter: number };
  limits: {
    /** AWS's token buckets per account, region and action class. */
    tokenBuckets: boolean;
    /** One pending snapshot per st1/sc1 volume, five per gp/io volume. */
    concurrentSnapshots: boolean;
    /** Two snapshots of a volume at least 15 s apart. */
    snapshotRatePerVolume: boolean;
  };
  /** How long services refuse to assume a role that was made through the IAM API. */
  roleAssumableAfterMs: number;
  automation: {
    /** Rules on a bus. */
    rulesMax: number;
    /** How long a new function is Pending, and a changed one InProgress. */
    functionPendingMs: number;
    functionUpdateMs: number;
    /** How long a schedule group that is being deleted is DELETING. */
    groupDeletionMs: number;
    /** Share of `EC2 AMI State Change` events that get lost. */
    imageEventLoss: number;
    /** Runtimes of Lambda that this region does not have (yet). */
    missingRuntimes: string[];
  };
  /** Added to the service's clock where signatures are checked and in the Date header. */
  skewMs: number;
}

export const defaultSettings = (): Settings => ({
  pace: { baseMs: 3000, perGibMs: 20, jitter: 0.2 },
  limits: { tokenBuckets: false, concurrentSnapshots: true, snapshotRatePerVolume: false },
  roleAssumableAfterMs: 0,
  automation: {
    rulesMax: 300,
    functionPendingMs: 0,
    functionUpdateMs: 0,
    groupDeletionMs: 2000,
    imageEventLoss: 0,
    missingRuntimes: [],
  },
  skewMs: 0,
});
