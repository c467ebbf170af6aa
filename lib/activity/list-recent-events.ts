import type { AlertDto } from "../alerts/dto";
import { listAlerts } from "../alerts/list-alerts";
import { mayDo, requirePermission } from "../auth/require-permission";
import type { BackupDto } from "../backups/dto";
import { listBackups } from "../backups/list-backups";
import type { Context } from "../context";
import type { PlanDto } from "../plans/dto";
import { listPlans } from "../plans/list-plans";
import type { RecentEventDto } from "./dto";
import { listActs } from "./list-acts";
import { mergeEvents } from "./merge-events.pure";
import { ListRecentEventsInput } from "./schemas";

/** Those due at one moment end one after another: of so many the last to end are told. */
const BACKUPS_READ = 50;
const OTHERS_READ = 20;
const ENDED = "available,failed,missed,skipped,gone";

/** What happened lately, newest first: backups that ended, alerts, removals, and what people did. */
export async function listRecentEvents(
  ctx: Context,
  input: ListRecentEventsInput = {},
): Promise<RecentEventDto[]> {
  requirePermission(ctx, "backups.read");
  const { limit } = ListRecentEventsInput.parse(input);
  const ended = await listBackups(ctx, { status: ENDED, limit: BACKUPS_READ });
  const alerts = mayDo(ctx, "alerts.read")
    ? await listAlerts(ctx, { limit: OTHERS_READ })
    : { items: [] };
  const plans = mayDo(ctx, "plans.read")
    ? await listPlans(ctx, { status: "applied,expired,failed", limit: OTHERS_READ })
    : { items: [] };
  return mergeEvents(
    [
      ...ended.items.map(toEnding),
      ...alerts.items.flatMap(toAlertEvents),
      ...plans.items.flatMap(toPlanEvents),
      ...(await listActs(ctx, OTHERS_READ)),
    ],
    limit,
  );
}

const ENDINGS: Readonly<Record<string, Pick<RecentEventDto, "tone" | "what">>> = {
  available: { tone: "ok", what: "Backup available:" },
  failed: { tone: "bad", what: "Backup failed:" },
  missed: { tone: "bad", what: "Backup missed:" },
  skipped: { tone: "quiet", what: "Backup skipped:" },
  gone: { tone: "bad", what: "Image gone from AWS:" },
};

function toEnding(backup: BackupDto): RecentEventDto {
  const { id, status, instance, statusReason } = backup;
  const { tone, what } = ENDINGS[status] ?? { tone: "quiet", what: `${status}:` };
  return {
    id,
    // What ended without ever beginning did so when it was due.
    at: backup.endedAt ?? backup.dueAt,
    tone,
    who: null,
    what,
    subject: instance.name || instance.instanceId,
    others: 0,
    detail: status === "available" ? null : statusReason,
    href: `/backups/${id}`,
  };
}

function toAlertEvents(alert: AlertDto): RecentEventDto[] {
  const { id, title, severity, openedAt, closedAt } = alert;
  const base = { who: null, subject: title, others: 0, detail: null, href: `/alerts/${id}` };
  const tone = severity === "critical" ? "bad" : "warn";
  const opened = { ...base, id: `${id}-opened`, at: openedAt, tone, what: "Alert:" } as const;
  if (closedAt === null) return [opened];
  const closed = { ...base, id: `${id}-closed`, at: closedAt, tone: "ok", what: "Over:" } as const;
  return [closed, opened];
}

function toPlanEvents(plan: PlanDto): RecentEventDto[] {
  const { id, status, title, endedAt, statusReason } = plan;
  if (endedAt === null) return [];
  const isApplied = status === "applied";
  return [
    {
      id,
      at: endedAt,
      tone: isApplied ? "quiet" : "warn",
      who: null,
      what: isApplied ? "Removal done:" : `Removal ${status}:`,
      subject: title,
      others: 0,
      detail: isApplied ? null : statusReason,
      href: `/plans/${id}`,
    },
  ];
}
