import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { migrateDatabase } from "#lib/db/migrate";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { say } from "../report";

const ACCOUNTS = 20;
export const MILLION_INSTANCES = 10_000;
const BACKUPS = 100;
const POLICIES = 40;
const ROWS_PER_INSERT = 50_000;
const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;

/**
 * A database of 10,000 instances with 100 daily backups each, by 40 policies in as many zones; each
 * instance has one that is due.
 */
export async function withMillion<T>(run: (runtime: TestRuntime) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-bench-"));
  const file = path.join(folder, "amivault.db");
  await migrateDatabase({ url: `file:${file}`, folder: "lib/db/migrations" });
  const runtime = await createTestRuntime({ folder, now: NOW });
  try {
    say("1,000,000 backups are being written …");
    await fill(runtime);
    return await run(runtime);
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(runtime: TestRuntime): Promise<void> {
  const { db } = runtime;
  const zones = Intl.supportedValuesOf("timeZone");
  await db.write(async (tx) => {
    await tx.run(sql.raw(ACCOUNTS_SQL));
    await tx.run(sql.raw(DAYS_SQL));
    for (let index = 0; index < POLICIES; index++) {
      const zone = zones[(index * 11) % zones.length] ?? "UTC";
      await tx.run(sql.raw(policySql(index, zone)));
    }
    await tx.run(sql.raw(INSTANCES_SQL));
  });
  for (let from = 0; from < MILLION_INSTANCES * BACKUPS; from += ROWS_PER_INSERT) {
    await db.write((tx) => tx.run(sql.raw(backupsSql(from))));
  }
}

/** `i` from `from`, so many. */
function numbers(count: number, from = 0): string {
  return `with recursive n(i) as (select ${from} union all select i + 1 from n where i + 1 < ${from + count})`;
}

const ACCOUNTS_SQL = `${numbers(ACCOUNTS)} insert into accounts
  (id, account_id, partition, created_at, retention_confirmed_at)
  select 'acc_' || i, 100000000000 + i, 'aws', 0, 1 from n`;

/** Fourteen days on which each account made as many images as now are due. */
const DAYS_SQL = `${numbers(ACCOUNTS * 14)} insert into account_days (account_ref, day, made)
  select 'acc_' || (i % ${ACCOUNTS}), date('2026-11-25', '-' || (1 + i / ${ACCOUNTS}) || ' days'),
    ${MILLION_INSTANCES / ACCOUNTS} from n`;

function policySql(index: number, zone: string): string {
  const tiers = JSON.stringify(index % 2 === 0 ? { daily: 99 } : { daily: 99, weekly: 10 });
  return `insert into retention_policies
    (id, name, is_default, tiers, floor, zone, enforced, created_at, updated_at)
    values ('pol_${index}', 'Policy ${index}', ${index === 0 ? 1 : 0}, '${tiers}', 2, '${zone}', 1, 0, 0)`;
}

const INSTANCES_SQL = `${numbers(MILLION_INSTANCES)} insert into instances
  (id, account_ref, region, instance_id, tags, state, retention_policy_id, available_count,
    retention_swept_at, created_at, updated_at)
  select 'ins_' || i, 'acc_' || (i % ${ACCOUNTS}), 'eu-central-1', printf('i-%017x', i), '{}',
    'running', 'pol_' || (i % ${POLICIES}), ${BACKUPS}, 1, 0, 0 from n`;

function backupsSql(from: number): string {
  const at = `${NOW} - (i % ${BACKUPS}) * ${DAY}`;
  const instance = `(i / ${BACKUPS})`;
  return `${numbers(ROWS_PER_INSERT, from)} insert into backups (id, key, instance_ref, account_ref,
      region, instance_id, kind, due_at, status, start_window_ends_at, image_id, image_state,
      image_created_at, size_bytes, created_at, updated_at)
    select printf('bak_%08d', i), printf('key_%08d', i), 'ins_' || ${instance},
      'acc_' || (${instance} % ${ACCOUNTS}), 'eu-central-1', printf('i-%017x', ${instance}),
      'scheduled', ${at}, 'available', 0, printf('ami-%017x', i), 'available', ${at} - 1000,
      8000000000, 0, 0 from n`;
}
