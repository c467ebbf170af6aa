import type { AlertKind } from "#lib/alerts/alert-kinds";
import type { AlertDto } from "#lib/alerts/dto";

/** Where the cause, not the page it leads to, says what is to be done. */
const BY_KIND: Partial<Record<AlertKind, { words: string; href?: string }>> = {
  "backups.second_image": { words: "Choose which image stays" },
  "reconcile.adopted": { words: "Look and confirm", href: "/retention" },
  "removal.failed": { words: "See what AWS refused" },
};

const WORDS: ReadonlyArray<readonly [prefix: string, words: string]> = [
  ["/backups/", "See why"],
  ["/backups", "Show the backups"],
  ["/credentials/", "Look at the credential"],
  ["/findings", "Show the findings"],
  ["/instances/rules/", "Look at the rule"],
  ["/instances/rules", "Look at the rules"],
  ["/instances/", "Show the instance"],
  ["/plans/", "Review the plan"],
  ["/plans", "Show the plans"],
  ["/retention", "Look and confirm"],
  ["/schedules/aws/", "See what is in AWS"],
  ["/schedules/", "Edit the schedule"],
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
  if (kind === "eventbridge.silent" && memberCount > 1) {
    return { href: "/schedules/aws", words: "See what AWS was told" };
  }
  const own = Object.entries(BY_KIND).find(([name]) => name === kind)?.[1];
  if (own !== undefined) return { href: own.href ?? link, words: own.words };
  const words = WORDS.find(([prefix]) => link.startsWith(prefix))?.[1] ?? "Show it";
  return { href: link, words };
}
