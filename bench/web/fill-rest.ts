import type { Database } from "#lib/db/client";
import { numbers, run } from "./bulk";
import { ids, regionSql, type FleetShape } from "./fleet-shape";

/** Rows of the pages about one thing, for each an address that shows it. */
export const SAMPLES: Readonly<Record<string, string>> = {
  "/alerts/[id]": "/alerts/alr_00000000000000000000000001",
  "/backups/[id]": `/backups/${ids.backup(0)}`,
  "/credentials/[id]": `/credentials/${ids.credential(0)}`,
  "/instances/[id]": `/instances/${ids.instance(0)}`,
  "/instances/rules/[id]": "/instances/rules/rul_00000000000000000000000000",
  "/instances/[id]/retention": `/instances/${ids.instance(0)}/retention`,
  "/plans/[id]": "/plans/pln_00000000000000000000000000",
  "/retention/[id]": "/retention/pol_00000000000000000000000000",
  "/schedules/[id]": `/schedules/${ids.schedule(0)}`,
  "/schedules/windows/[id]": "/schedules/windows/exw_00000000000000000000000000",
  "/settings/channels/[id]": "/settings/channels/chn_00000000000000000000000000",
};

/** A little of everything else that pages show: alerts, findings, a plan, a channel, a window. */
export async function fillRest(db: Database, shape: FleetShape): Promise<void> {
  for (const statement of statements(shape)) await run(db, statement);
}

function statements({ now }: FleetShape): string[] {
  const alert = "printf('alr_%026d', i)";
  return [
    `${numbers(8)} insert into alerts (id, cause, kind, severity, status, account_ref, title, message,
        member_count, opened_at, last_seen_at, updated_at)
      select ${alert}, printf('bench/%d', i), 'backups.failed',
        case when i % 4 = 0 then 'critical' else 'warning' end, 'open', ${ids.account("i")},
        'Backups fail with SnapshotLimitExceeded', 'The account has reached its limit of snapshots.',
        5, ${now} - i * 60000, ${now}, ${now} from n`,
    `${numbers(40)} insert into alert_members (id, alert_id, entity_type, entity_id, account_ref, message, added_at)
      select printf('alm_%026d', i), printf('alr_%026d', i / 5), 'instance', ${ids.instance("i")},
        ${ids.account("(i % 40)")}, 'The last backup failed.', ${now} from n`,
    `${numbers(300)} insert into findings (id, kind, code, account_ref, region, resource_id, owner, message, repair,
        snapshot_ids, first_seen_at, last_seen_at)
      select printf('fnd_%026d', i), case when i < 280 then 'foreign' else 'orphan_image' end, 'other_owner',
        ${ids.account("(i % 40)")}, 'eu-central-1', printf('ami-f%016x', i), 'aws:backup',
        'Another tool made this image.', 'Nothing: it is not ours.', '[]', ${now}, ${now} from n`,
    `insert into retention_policies (id, name, keep_days, tiers, floor, zone, created_at, updated_at)
      values ('pol_00000000000000000000000000', 'Thirty days', 30, '{}', 2, 'UTC', ${now}, ${now})`,
    `insert into plans (id, kind, status, title, item_count, size_bytes, created_at, ready_at, updated_at)
      values ('pln_00000000000000000000000000', 'bulk_delete', 'waiting', '20 backups', 20, 1, ${now}, ${now}, ${now})`,
    `${numbers(20)} insert into plan_items (id, plan_id, account_ref, region, backup_id, instance_ref, image_id,
        snapshot_ids, mode, status, rule, survivor_ids, evidence, checked, created_at, updated_at)
      select printf('pli_%026d', i), 'pln_00000000000000000000000000', ${ids.account("(i % 40)")}, 'eu-central-1',
        ${ids.backup("i")}, ${ids.instance("i")}, printf('ami-%017x', i), '[]', 'image_and_snapshots', 'ready',
        'Chosen by a person.', '[]', '[]', '[]', ${now}, ${now} from n`,
    // Two in three as another tool names them, the rest of nobody.
    `${numbers(6_000)} insert into foreign_images (account_ref, region, image_id, name, owner, description, state,
        is_public, source_instance_id, size_bytes, tags, created_at, first_seen_at, last_seen_at, seen_by_run)
      select ${ids.account("(i % 40)")}, ${regionSql("i")}, printf('ami-f%016x', i), printf('nightly-%05d', i),
        case i % 3 when 0 then '' when 1 then 'aws:backup' else 'packer' end, '', 'available', 0,
        printf('i-%017x', i * 31), 34359738368, '{"Name":"nightly"}', ${now} - i * 3600000, ${now}, ${now},
        'rec_00000000000000000000000000' from n`,
    `insert into protection_rules (id, name, conditions, schedules, counts, created_at, updated_at)
      values ('rul_00000000000000000000000000', 'Production',
        '[{"key":"environment","test":"equals","value":"production"}]', '[]', '{}', ${now}, ${now})`,
    `insert into exclusion_windows (id, name, cron, zone, duration_ms, created_at, updated_at)
      values ('exw_00000000000000000000000000', 'Month end', '0 0 1 * *', 'UTC', 3600000, ${now}, ${now})`,
    `insert into channels (id, name, kind, enabled, config, rules, created_at, updated_at)
      values ('chn_00000000000000000000000000', 'Operators', 'webhook', 0, '{"host":"hooks.example.com"}', '{}', ${now}, ${now})`,
    `${numbers(5_000)} insert into audit_entries (id, at, actor_type, actor_name, action, target_type, target_id, request_id)
      select printf('aud_%026d', i), ${now} - i * 1000, 'system', 'retention', 'backup.remove', 'backup', ${ids.backup("i")}, 'req_0' from n`,
    `${numbers(5_000)} insert into events (at, type, entity_id, data)
      select ${now} - (5000 - i) * 1000, 'backup.changed', ${ids.backup("i")}, '{"status":"available"}' from n`,
  ];
}
