import { toIso, toIsoOrNull } from "#lib/clock";
import { describeSchedule } from "#lib/schedules/describe-schedule.pure";
import type { HealthDto, InstanceDto, InstanceScheduleDto } from "./dto";
import { HEALTH_MEANINGS, type HealthReason } from "./instance-health.pure";
import type { InstanceLinkRow, InstanceRow } from "./instance.repo";

export function toInstanceDto(row: InstanceRow, links: readonly InstanceLinkRow[]): InstanceDto {
  const { instance } = row;
  return {
    id: instance.id,
    accountRef: instance.accountRef,
    accountId: row.accountId,
    partition: row.partition,
    // Null also for a credential that was deleted.
    credentialId: row.credentialName === null ? null : instance.credentialId,
    credentialName: row.credentialName,
    region: instance.region,
    instanceId: instance.instanceId,
    name: instance.name,
    tags: instance.tags,
    state: instance.state,
    instanceType: instance.instanceType,
    platform: instance.platform,
    volumeCount: instance.volumeCount,
    volumeGiB: instance.volumeGiB,
    paused: instance.paused,
    scheduler: instance.scheduler,
    rebootOnBackup: instance.rebootOnBackup,
    retentionPolicyId: instance.retentionPolicyId,
    schedules: links.filter((link) => link.instanceRef === instance.id).map(toScheduleDto),
    health: toHealthDto(row.healthReason),
    lastGoodBackupId: instance.lastGoodBackupId,
    lastGoodAt: toIsoOrNull(instance.lastGoodAt),
    lastEndedBackupId: instance.lastEndedBackupId,
    lastEndedStatus: instance.lastEndedStatus,
    lastEndedAt: toIsoOrNull(instance.lastEndedAt),
    nextDueAt: toIsoOrNull(instance.nextDueAt),
    availableCount: instance.availableCount,
    seenAt: toIsoOrNull(instance.seenAt),
    createdAt: toIso(instance.createdAt),
    updatedAt: toIso(instance.updatedAt),
    removedAt: toIsoOrNull(instance.removedAt),
  };
}

export function toHealthDto(reason: HealthReason): HealthDto {
  return { reason, ...HEALTH_MEANINGS[reason] };
}

function toScheduleDto(link: InstanceLinkRow): InstanceScheduleDto {
  return {
    scheduleId: link.scheduleId,
    name: link.name,
    cron: link.cron,
    zone: link.zone,
    words: describeSchedule(link),
    enabled: link.enabled,
    scheduler: link.scheduler,
    nextDueAt: toIsoOrNull(link.nextDueAt),
  };
}
