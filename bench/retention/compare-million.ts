import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { sql } from "drizzle-orm";
import { comparePolicies } from "#lib/retention/compare-policies";
import { addParts, NOTHING_COMPARED, sumOf } from "#lib/retention/comparison-sum.pure";
import { userContext } from "#lib/testing/contexts";
import type { TestRuntime } from "#lib/testing/create-test-runtime";
import { say } from "../report";
import { withMillion } from "./million";

export interface ComparedMillion {
  seconds: number;
  /** Of the event loop, at one go. */
  maxBlockMs: number;
  pages: number;
  backups: number;
  more: number;
}

const RULES = { keepDays: 3, tiers: { daily: 14, weekly: 8, monthly: 12 }, zone: "Europe/Berlin" };

/** Other rules beside what each of 10,000 daily instances follows, now and in a year, page by page. */
export async function compareMillion(): Promise<ComparedMillion> {
  return withMillion(async (runtime) => {
    await followDaily(runtime);
    say("comparing …");
    const ctx = userContext(runtime, "viewer");
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const from = performance.now();
    let sum: Parameters<typeof addParts>[0] = NOTHING_COMPARED;
    let cursor: string | undefined;
    let pages = 0;
    do {
      const part = await comparePolicies(ctx, { rules: RULES, year: true, cursor });
      sum = addParts(sum, part);
      cursor = part.nextCursor ?? undefined;
      pages += 1;
    } while (cursor !== undefined);
    const seconds = (performance.now() - from) / 1_000;
    delay.disable();
    const { backups = 0, more = 0 } = sumOf(sum.accounts) ?? {};
    return { seconds, maxBlockMs: delay.max / 1e6, pages, backups, more };
  });
}

async function followDaily(runtime: TestRuntime): Promise<void> {
  await runtime.db.write(async (tx) => {
    await tx.run(sql.raw(SCHEDULE_SQL));
    await tx.run(sql.raw(LINKS_SQL));
  });
}

const SCHEDULE_SQL = `insert into schedules
  (id, name, cron, zone, start_window_ms, created_at, updated_at)
  values ('sch_1', 'Nightly', '0 2 * * *', 'Europe/Berlin', 14400000, 0, 0)`;

const LINKS_SQL = `insert into schedule_links (id, schedule_id, instance_ref, created_at)
  select 'lnk_' || id, 'sch_1', id, 0 from instances`;
