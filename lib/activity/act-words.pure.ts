/** What a person did, before the name of what they did it to. */
const WORDS: Readonly<Record<string, string>> = {
  "alert.acknowledge": "looks after",
  "backup.delete": "deleted a backup of",
  "backup.start": "asked for a backup of",
  "backup.tag": "tagged a backup of",
  "backup.tag_refused": "was refused a tag by AWS on a backup of",
  "backup.untag": "took a tag off a backup of",
  "backup.update": "changed a backup of",
  "channel.create": "added the channel",
  "channel.delete": "deleted the channel",
  "channel.update": "changed the channel",
  "credential.add": "added the credential",
  "credential.delete": "deleted the credential",
  "credential.rotate": "rotated the credential",
  "credential.update": "renamed the credential",
  "discovery.request": "looked through the accounts",
  "exclusion-window.create": "added the exclusion window",
  "exclusion-window.delete": "deleted the exclusion window",
  "exclusion-window.update": "changed the exclusion window",
  "finding.plan": "put into a clean-up plan:",
  "finding.repair_tags": "repaired the tags of",
  "import.backups": "imported backups",
  "import.credential": "imported the credential",
  "import.instance": "imported the instance",
  "import.user": "imported the user",
  "instance.add": "protected",
  "instance.pause": "paused",
  "instance.policy": "changed the retention of",
  "instance.remember": "took up again",
  "instance.remove": "removed from protection",
  "instance.resume": "resumed",
  "instance.update": "changed",
  "keys.add": "made an encryption key",
  "keys.forget": "took away a secret whose encryption key was lost",
  "keys.retire": "removed encryption keys that seal nothing any more",
  "keys.rotate": "sealed every secret under the newest encryption key",
  "plan.apply": "applied the plan",
  "plan.cancel": "cancelled the plan",
  "plan.create": "made the plan",
  "plan.leave-out": "left something out of the plan",
  "policy.create": "added the retention policy",
  "policy.delete": "deleted the retention policy",
  "policy.update": "changed the retention policy",
  "reconcile.request": "asked for a comparison with AWS",
  "retention.confirm": "confirmed retention",
  "rule.create": "added the protection rule",
  "rule.delete": "deleted the protection rule",
  "rule.update": "changed the protection rule",
  "schedule.create": "added the schedule",
  "schedule.delete": "deleted the schedule",
  "schedule.update": "changed the schedule",
  "schedules.refresh": "looked at every schedule",
  "session.end": "signed out, or ended a session",
  "session.end_all": "ended other sessions",
  "session.end_surplus": "signed in once too often, which ended the session unseen the longest",
  "settings.update": "changed the settings",
  "token.create": "made the personal token",
  "token.revoke": "revoked the personal token",
  "user.activate": "activated the user",
  "user.choose_password": "chose a password for the user",
  "settings.update_security": "changed the security settings",
  "user.begin_second_factor": "began to set up a second factor",
  "user.confirm_second_factor": "set up a second factor",
  "user.disable_second_factor": "turned off a second factor",
  "user.renew_recovery_codes": "renewed recovery codes",
  "user.reset_second_factor": "reset the second factor of",
  "user.create": "added the user",
  "user.deactivate": "deactivated the user",
  "user.delete": "deleted the user",
  "user.renew_link": "made a new link for the user",
  "user.reset_password": "reset the password of the user",
  "user.revoke_link": "took back the link of the user",
  "user.update": "changed the user",
};

/** For acts that have no words of their own. */
const DID: Readonly<Record<string, string>> = {
  add: "added",
  create: "added",
  delete: "deleted",
  remove: "removed",
};

export function toActWords(action: string): string {
  const [what = "", did = ""] = action.split(".");
  return WORDS[action] ?? `${DID[did] ?? "changed"} (${what.replaceAll(/[_-]/g, " ")})`;
}

const PATHS: Readonly<Record<string, string>> = {
  alert: "/alerts/",
  backup: "/backups/",
  channel: "/settings/channels/",
  credential: "/credentials/",
  "exclusion-window": "/schedules/windows/",
  instance: "/instances/",
  plan: "/plans/",
  policy: "/retention/",
  rule: "/instances/rules/",
  schedule: "/schedules/",
  user: "/users/",
};

/** The page of what was acted on; null where there is none any more. */
export function toActHref(act: {
  action: string;
  targetType: string;
  targetId: string | null;
}): string | null {
  const { action, targetType, targetId } = act;
  if (targetType === "settings") return "/settings";
  const path = PATHS[targetType];
  // A backup's record and an instance stay; what else is deleted has no page.
  const isGone = action.endsWith(".delete") && targetType !== "backup";
  return path === undefined || targetId === null || isGone ? null : `${path}${targetId}`;
}

/** What the audit entry itself calls it. */
export function toActName(fields: ReadonlyArray<Record<string, unknown> | null>): string | null {
  for (const key of ["name", "title", "username", "instanceId"]) {
    for (const one of fields) {
      const value = one?.[key];
      if (typeof value === "string" && value !== "") return value;
    }
  }
  return null;
}
