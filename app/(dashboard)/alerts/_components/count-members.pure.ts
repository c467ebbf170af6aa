import type { AlertDto } from "#lib/alerts/dto";

const NOUNS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  "audit.broken": ["place", "places"],
  "audit.restored": ["restore", "restores"],
  "backups.failed": ["instance", "instances"],
  "backups.overdue": ["instance", "instances"],
  "backups.second_image": ["backup", "backups"],
  "backups.slow": ["backup", "backups"],
  "eventbridge.silent": ["instance", "instances"],
  "reconcile.damaged": ["backup", "backups"],
  "reconcile.failing": ["region", "regions"],
  "reconcile.gone": ["backup", "backups"],
  "removal.failed": ["backup", "backups"],
  "removal.waiting": ["plan", "plans"],
};

/** “40 instances”; null where the number says nothing. */
export function countMembers({ kind, memberCount }: AlertDto): string | null {
  const [one, many] = NOUNS[kind] ?? ["affected", "affected"];
  if (memberCount === 0 || (memberCount === 1 && NOUNS[kind] === undefined)) return null;
  return `${memberCount} ${memberCount === 1 ? one : many}`;
}
