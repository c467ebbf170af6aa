/** How AWS is told a schedule of ours. */
export type Conversion =
  | {
      ok: true;
      by: "rule";
      /** `cron(…)`, in UTC; together they fire at the schedule's moments and no others. */
      expressions: readonly string[];
    }
  | {
      ok: true;
      by: "scheduler";
      expressions: readonly string[];
      /** IANA. */
      timezone: string;
      /** 1 to 1440; null fires at the moment. */
      flexibleMinutes: number | null;
    }
  | { ok: false; reason: string; suggestion: string };

/** A moment that the recurring expressions leave out when the clocks change. */
export interface OneTime {
  /** Epoch ms. */
  at: number;
  /** `at(yyyy-mm-ddThh:mm:ss)`, in UTC. */
  expression: string;
  /** `gap`: the first instant after a skipped time; `overlap`: the second pass of a repeated hour. */
  why: "gap" | "overlap";
}
