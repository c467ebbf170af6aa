import type { Database } from "#lib/db/client";
import { fillTable, run } from "./bulk";
import {
  STATUS_SQL,
  accountSql,
  dueSql,
  ec2IdSql,
  ids,
  instanceSql,
  regionSql,
  type FleetShape,
} from "./fleet-shape";

const SIZE_BYTES = 58 * 1024 ** 3;

/** The backups themselves, their snapshots and runs, and every roll-up that pages read. */
export async function fillHistory(db: Database, shape: FleetShape): Promise<void> {
  const { backups: count } = shape;
  await fillTable(db, { table: "backups", count, insert: backupsSql(shape) });
  await fillTable(db, { table: "snapshots", count, insert: snapshotsSql(shape) });
  await fillTable(db, { table: "occurrences", count, insert: occurrencesSql(shape) });
  for (const statement of [
    DAYS_SQL,
    LAST_GOOD_SQL,
    LAST_ENDED_SQL,
    ACCOUNT_DAYS_SQL,
    todaySql(shape),
  ]) {
    await run(db, statement);
  }
}

function backupsSql(shape: FleetShape): string {
  const instance = instanceSql(shape);
  const due = dueSql(shape);
  return `insert into backups (id, key, instance_ref, account_ref, region, instance_id, kind, due_at,
      status, status_reason, status_code, start_window_ends_at, image_id, image_name, image_state,
      image_created_at, image_seen_at, size_bytes, queued_at, started_at, pending_at, ended_at,
      held_at, held_by, held_reason, hold_tagged_at, created_at, updated_at)
    select ${ids.backup("i")}, printf('key%013d', i), ${ids.instance(instance)}, ${accountSql(instance)},
      ${regionSql(instance)}, ${ec2IdSql(instance)}, 'scheduled', due, status,
      case when status = 'failed' then 'AWS refused: the account has reached its limit of snapshots.' end,
      case when status = 'failed' then 'SnapshotLimitExceeded' end,
      due + 14400000,
      case when made then printf('ami-%017x', i) end,
      case when made then printf('i-%017x-%s-key%013d', i, strftime('%Y%m%dT%H%M%SZ', due / 1000, 'unixepoch'), i) end,
      case when status = 'available' then 'available' end,
      case when made then due + 2000 end, case when made then due + 300000 end,
      case when made then ${SIZE_BYTES} end, due, due + 1000, case when made then due + 2000 end,
      due + 300000,
      case when held then due + 400000 end, case when held then 'ada' end,
      case when held then 'Before the migration' end, case when held then due + 401000 end,
      due, due + 300000
    from (select i, ${due} as due, ${STATUS_SQL} as status,
        ${STATUS_SQL} in ('available', 'deleted') as made,
        ${STATUS_SQL} = 'available' and i % 100 = 3 as held from n)`;
}

function snapshotsSql(shape: FleetShape): string {
  return `insert into snapshots (id, backup_id, image_id, snapshot_id, volume_id, device, size_gib,
      full_size_bytes, encrypted, state, progress_percent, updated_at)
    select printf('snp_%026d', i), ${ids.backup("i")}, printf('ami-%017x', i), printf('snap-%017x', i),
      printf('vol-%017x', ${instanceSql(shape)}), '/dev/xvda', 58, ${SIZE_BYTES}, 1, 'completed', 100, ${shape.now}
    from n where ${STATUS_SQL} = 'available'`;
}

function occurrencesSql(shape: FleetShape): string {
  const instance = instanceSql(shape);
  return `insert into occurrences (id, link_id, instance_ref, due_at, backup_id, created_at)
    select printf('occ_%026d', i), ${ids.link(instance)}, ${ids.instance(instance)}, ${dueSql(shape)},
      ${ids.backup("i")}, ${shape.now} from n`;
}

const DAY_OF = "date(due_at / 1000, 'unixepoch')";

const DAYS_SQL = `insert into instance_days (id, instance_ref, day, available, failed, missed, skipped)
  select instance_ref || '-' || ${DAY_OF}, instance_ref, ${DAY_OF},
    sum(status in ('available', 'deleted')), sum(status = 'failed'), sum(status = 'missed'), sum(status = 'skipped')
  from backups where status <> 'expected' group by instance_ref, ${DAY_OF}`;

/** What is stored grows by what is made; nothing else reads it but the trend. */
const ACCOUNT_DAYS_SQL = `insert into account_days (account_ref, day, made, stored_images, stored_bytes)
  select account_ref, day, made, sum(made) over w, sum(made) over w * ${SIZE_BYTES}
  from (select account_ref, ${DAY_OF} as day, sum(status in ('available', 'deleted')) as made
    from backups where status <> 'expected' group by account_ref, ${DAY_OF})
  window w as (partition by account_ref order by day)`;

function todaySql({ now }: FleetShape): string {
  return `insert into account_days (account_ref, day, stored_images, stored_bytes)
    select account_ref, date(${now} / 1000, 'unixepoch'), sum(available_count), sum(available_bytes)
    from instances where true group by account_ref
    on conflict do update set stored_images = excluded.stored_images, stored_bytes = excluded.stored_bytes`;
}

const LAST_GOOD_SQL = `update instances set
    available_count = (select count(*) from backups b
      where b.instance_ref = instances.id and b.status = 'available'),
    available_bytes = ${SIZE_BYTES} * (select count(*) from backups b
      where b.instance_ref = instances.id and b.status = 'available'),
    (last_good_backup_id, last_good_at) = (select b.id, b.image_created_at from backups b
      where b.instance_ref = instances.id and b.status = 'available'
      order by b.image_created_at desc limit 1)`;

const LAST_ENDED_SQL = `update instances set
    (last_ended_backup_id, last_ended_status, last_ended_at, last_due_at) =
      (select b.id, b.status, b.ended_at, b.due_at from backups b
        where b.instance_ref = instances.id and b.status in ('available', 'failed', 'missed', 'skipped')
        order by b.due_at desc limit 1)`;
