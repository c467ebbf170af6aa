/** What an alert may be about. This file imports nothing: the browser reads it too. */
export const ALERT_KINDS = [
  "backups.failed",
  "backups.overdue",
  "backups.second_image",
  "backups.slow",
  "scheduler.silent",
  "eventbridge.silent",
  "schedules.unreadable",
  "credentials.failing",
  "credentials.limited",
  "credentials.ending",
  "credentials.ended",
  "removal.stopped",
  "removal.waiting",
  "removal.failed",
  "reconcile.orphans",
  "reconcile.gone",
  "reconcile.damaged",
  "reconcile.adopted",
  "reconcile.failing",
  "rules.fell",
  "rules.failing",
  "channels.failing",
  "eventbridge.failing",
  "eventbridge.changed",
  "audit.broken",
  "audit.restored",
  "audit.unwatched",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** For people, in filters and rules. */
export const ALERT_KIND_WORDS: Readonly<Record<AlertKind, string>> = {
  "backups.failed": "Backups fail",
  "backups.overdue": "Backups are overdue",
  "backups.second_image": "A backup has two images",
  "backups.slow": "Backups take too long",
  "scheduler.silent": "The scheduler is silent",
  "eventbridge.silent": "AWS did not start backups",
  "schedules.unreadable": "A schedule cannot be read",
  "credentials.failing": "A credential is refused",
  "credentials.limited": "A credential lacks permissions",
  "credentials.ending": "Temporary keys end soon",
  "credentials.ended": "Temporary keys have ended",
  "removal.stopped": "Removal has stopped",
  "removal.waiting": "A plan waits for a person",
  "removal.failed": "A removal failed",
  "reconcile.orphans": "Orphans in AWS",
  "reconcile.gone": "An image is gone from AWS",
  "reconcile.damaged": "A backup cannot be restored",
  "reconcile.adopted": "Images were adopted",
  "reconcile.failing": "An account cannot be compared with AWS",
  "rules.fell": "A rule matches fewer instances",
  "rules.failing": "A rule cannot protect",
  "channels.failing": "A channel fails",
  "eventbridge.failing": "EventBridge cannot be set up",
  "eventbridge.changed": "EventBridge was changed by somebody",
  "audit.broken": "The audit log was changed",
  "audit.restored": "Missing entries of the audit log were accepted",
  "audit.unwatched": "The audit log is not looked at",
};

/** An instance is the member of one of these at a time: that its runs do not end well. */
export const INSTANCE_KINDS = [
  "backups.failed",
  "backups.overdue",
  "credentials.failing",
  "scheduler.silent",
  "eventbridge.silent",
] as const satisfies readonly AlertKind[];

/** One good backup clears its instance of all of these. */
export const BACKUP_HEALTH_KINDS = [
  ...INSTANCE_KINDS,
  "backups.slow",
] as const satisfies readonly AlertKind[];
