import type { Database } from "#lib/db/client";
import { numbers, run } from "./bulk";
import {
  ACCOUNTS,
  REGIONS,
  SCHEDULES,
  accountSql,
  ec2IdSql,
  ids,
  nextDueAt,
  nextDueSql,
  regionSql,
  type FleetShape,
} from "./fleet-shape";

/** Accounts, credentials, schedules, instances and what they follow. */
export async function fillFleet(db: Database, shape: FleetShape): Promise<void> {
  for (const statement of [
    accountsSql(shape),
    credentialsSql(shape),
    ...Array.from({ length: SCHEDULES }, (_, number) => scheduleSql(shape, number)),
    instancesSql(shape),
    TAGS_SQL,
    linksSql(shape),
    expectedSql(shape),
    occurrencesSql(shape),
    comparisonsSql(shape),
    ...looksSql(shape),
  ]) {
    await run(db, statement);
  }
}

function accountsSql({ now }: FleetShape): string {
  return `${numbers(ACCOUNTS)} insert into accounts
    (id, account_id, partition, name, created_at, retention_confirmed_at)
    select ${ids.account("i")}, printf('%012d', 100000000000 + i * 7), 'aws', printf('unit-%02d', i), ${now}, ${now} from n`;
}

function credentialsSql({ now }: FleetShape): string {
  return `${numbers(ACCOUNTS)} insert into credentials
    (id, account_ref, name, kind, default_region, role_arn, external_id, caller_arn, validated_at, created_at, updated_at)
    select ${ids.credential("i")}, ${ids.account("i")}, printf('Unit %02d', i), 'assume_role', 'eu-central-1',
      printf('arn:aws:iam::%012d:role/amivault', 100000000000 + i * 7), printf('external-%d', i),
      printf('arn:aws:sts::%012d:assumed-role/amivault/session', 100000000000 + i * 7), ${now}, ${now}, ${now} from n`;
}

function scheduleSql(shape: FleetShape, number: number): string {
  const { now } = shape;
  const hour = new Date(nextDueAt(shape, number)).getUTCHours();
  return `insert into schedules (id, name, cron, zone, start_window_ms, created_at, updated_at)
    values ('${ids.schedule(number)}', 'Daily at ${hour}:00', '0 ${hour} * * *', 'UTC', 14400000, ${now}, ${now})`;
}

function instancesSql(shape: FleetShape): string {
  const { now, instances } = shape;
  const name =
    "printf('%s-%05d.prod.example.com', case i % 4 when 0 then 'web' when 1 then 'api' when 2 then 'db' else 'batch' end, i)";
  return `${numbers(instances)} insert into instances
    (id, account_ref, credential_id, region, instance_id, name, tags, state, instance_type, platform,
      volume_count, volume_gib, next_due_at, seen_at, created_at, updated_at)
    select ${ids.instance("i")}, ${accountSql("i")}, ${ids.credential(`(i % ${ACCOUNTS})`)}, ${regionSql("i")},
      ${ec2IdSql("i")}, ${name},
      json_object('Name', ${name}, 'environment', 'production', 'team', printf('team-%d', i % 12), 'cost-centre', printf('%d', 4000 + i % 30)),
      case when i % 50 = 49 then 'stopped' else 'running' end, 'm7g.large', 'Linux/UNIX', 2, 58,
      ${nextDueSql(shape, "i")}, ${now}, ${now} - 86400000 - i, ${now} from n`;
}

const TAGS_SQL = `insert into instance_tags (instance_ref, key, value)
  select i.id, t.key, t.value from instances i, json_each(i.tags) t`;

function linksSql(shape: FleetShape): string {
  return `${numbers(shape.instances)} insert into schedule_links
    (id, schedule_id, instance_ref, next_due_at, created_at)
    select ${ids.link("i")}, ${ids.schedule(`(i % ${SCHEDULES})`)}, ${ids.instance("i")},
      ${nextDueSql(shape, "i")}, ${shape.now} from n`;
}

/** The one future row of each link; its number comes after those of the history. */
function expectedSql(shape: FleetShape): string {
  const due = nextDueSql(shape, "i");
  return `${numbers(shape.instances)} insert into backups (id, key, instance_ref, account_ref, region,
      instance_id, kind, due_at, status, start_window_ends_at, created_at, updated_at)
    select ${ids.backup(`${shape.backups} + i`)}, printf('expected%08d', i), ${ids.instance("i")},
      ${accountSql("i")}, ${regionSql("i")}, ${ec2IdSql("i")}, 'scheduled', ${due}, 'expected',
      ${due} + 14400000, ${shape.now}, ${shape.now} from n`;
}

function occurrencesSql(shape: FleetShape): string {
  return `${numbers(shape.instances)} insert into occurrences
    (id, link_id, instance_ref, due_at, backup_id, created_at)
    select printf('occ_next%022d', i), ${ids.link("i")}, ${ids.instance("i")}, ${nextDueSql(shape, "i")},
      ${ids.backup(`${shape.backups} + i`)}, ${shape.now} from n`;
}

/** Every place was compared a moment ago, so that no job asks AWS while pages are measured. */
function comparisonsSql({ now }: FleetShape): string {
  const region = regionSql(`(i / ${ACCOUNTS}) * ${ACCOUNTS}`);
  return `${numbers(ACCOUNTS * REGIONS.length)} insert into reconcile_runs
    (id, account_ref, region, started_at, ended_at, image_count, snapshot_count, call_count, counts)
    select printf('rec_%026d', i), ${ids.account(`(i % ${ACCOUNTS})`)}, ${region},
      ${now} - 60000, ${now} - 59000, 100, 200, 3, '{}' from n`;
}

/** Running, and protected by nobody. */
const UNPROTECTED = 500;

/** And every account was looked at for instances: those that are protected, and some that are not. */
function looksSql({ now }: FleetShape): string[] {
  const columns = "id, account_ref, region, instance_id, credential_id, name, tags, state";
  return [
    `insert into discovery_runs (id, started_at, ended_at) values ('dsr_0', ${now} - 60000, ${now} - 59000)`,
    `${numbers(ACCOUNTS)} insert into discovery_places
      (id, run_id, account_ref, region, state, asked_at, started_at, ended_at)
      select printf('dsp_%026d', i), 'dsr_0', ${ids.account("i")}, 'eu-central-1', 'done',
        ${now} - 60000, ${now} - 60000, ${now} - 59000 from n`,
    `insert into discovered_instances (${columns}, first_seen_at, seen_at)
      select 'dsc_' || id, account_ref, region, instance_id, credential_id, name, tags, state, ${now}, ${now}
      from instances`,
    `${numbers(UNPROTECTED)} insert into discovered_instances (${columns}, first_seen_at, seen_at)
      select printf('dsc_%026d', i), ${accountSql("i")}, ${regionSql("i")}, printf('i-f%016x', i),
        ${ids.credential(`(i % ${ACCOUNTS})`)}, printf('new-%05d', i), json_object('Name', printf('new-%05d', i), 'team', 'team-1'),
        'running', ${now}, ${now} from n`,
    `insert into discovered_tags (discovered_id, key, value)
      select d.id, t.key, t.value from discovered_instances d, json_each(d.tags) t`,
  ];
}
