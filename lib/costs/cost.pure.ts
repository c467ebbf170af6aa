const GIB = 1024 ** 3;

/** Standard EBS snapshot storage in most regions; others and the archive tier differ. */
export const SNAPSHOT_USD_PER_GIB_MONTH = 0.05;

/**
 * What keeping so many bytes for a month may cost, at most: snapshots share unchanged blocks, and AWS
 * bills each once, so that the bill is usually far below this.
 */
export function monthlyUsdAtMost(bytes: number, usdPerGiBMonth: number): number {
  return (bytes / GIB) * usdPerGiBMonth;
}
