import type { AlertDto } from "#lib/alerts/dto";

const WORDS: ReadonlyArray<readonly [prefix: string, words: string]> = [
  ["/backups/", "See why"],
  ["/backups", "Show the backups"],
  ["/credentials/", "Look at the credential"],
  ["/findings", "Show the findings"],
  ["/instances/", "Show the instance"],
  ["/plans/", "Review the plan"],
  ["/plans", "Show the plans"],
  ["/retention", "Look and confirm"],
  ["/schedules/", "Look at the schedule"],
  ["/settings/channels/", "Look at the channel"],
  ["/settings", "Look at the jobs"],
];

/** Where an alert is mended, and what a person does there. */
export function toAlertAct(
  alert: Pick<AlertDto, "kind" | "link" | "memberCount">,
): { href: string; words: string } | null {
  const { kind, link, memberCount } = alert;
  if (link === null) return null;
  if (kind === "removal.waiting" && memberCount > 1) {
    return { href: "/plans?status=waiting", words: `Review ${memberCount} plans` };
  }
  const words = WORDS.find(([prefix]) => link.startsWith(prefix))?.[1] ?? "Show it";
  return { href: link, words };
}
