/** How many backups may be made at once; null is any number. */
export interface AtOnceLimits {
  all: number | null;
  perAccount: number | null;
}

/** What is left of the limits, and is used up as backups are taken. */
export interface Room {
  /** Null when one more may be made, else why it waits. */
  refusal(accountRef: string): string | null;
  take(accountRef: string): void;
}

export const AT_ONCE_CODE = "AtOnceLimit";

/** `running`: backups that are being made, creating or pending, by account. */
export function roomFor(limits: AtOnceLimits, running: ReadonlyMap<string, number>): Room {
  const counts = new Map(running);
  let total = [...running.values()].reduce((sum, count) => sum + count, 0);
  return {
    refusal(accountRef) {
      const { all, perAccount } = limits;
      if (all !== null && total >= all) return tell(all, "");
      const inAccount = counts.get(accountRef) ?? 0;
      return perAccount !== null && inAccount >= perAccount
        ? tell(perAccount, " in this account")
        : null;
    },
    take(accountRef) {
      total += 1;
      counts.set(accountRef, (counts.get(accountRef) ?? 0) + 1);
    },
  };
}

function tell(max: number, where: string): string {
  const what = max === 1 ? "another backup is" : `${max} backups are`;
  return `Waits for its turn: ${what} being made${where}, as many at once as the settings allow.`;
}
