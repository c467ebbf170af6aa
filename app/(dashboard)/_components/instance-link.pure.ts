import type { Permission } from "#lib/auth/permissions";
import type { NeedsYouDto } from "#lib/instances/dto";

type Needing = Pick<NeedsYouDto, "id" | "credentialId" | "lastEndedBackupId"> & {
  health: Pick<NeedsYouDto["health"], "action">;
};

/** Where an instance is mended, in words that promise no more than the person may do there. */
export function toInstanceLink(
  { id, health, credentialId, lastEndedBackupId }: Needing,
  may: (permission: Permission) => boolean,
): { href: string; words: string } {
  const look = { href: `/instances/${id}`, words: "Show it" };
  const act = (permission: Permission, words: string) =>
    may(permission) ? { ...look, words } : look;
  switch (health.action) {
    case "backup_now":
      if (lastEndedBackupId === null) return look;
      return { href: `/backups/${lastEndedBackupId}`, words: "See why" };
    case "fix_credential":
      if (credentialId === null) return look;
      return { href: `/credentials/${credentialId}`, words: "Look at the credential" };
    case "choose_credential":
      return act("instances.write", "Choose a credential");
    case "choose_schedule":
      return act("instances.write", "Choose a schedule");
    case "remove_instance":
      return act("instances.remove", "Remove it");
    case "check_jobs":
      return { href: "/settings", words: "Look at the jobs" };
    case "resume":
    case null:
      return look;
  }
}
