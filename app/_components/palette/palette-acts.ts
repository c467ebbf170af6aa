import type { Permission } from "#lib/auth/permissions";

export interface PaletteAct {
  href: string;
  words: string;
}

const ACTS: ReadonlyArray<PaletteAct & { needs: Permission }> = [
  {
    href: "/instances?health=needs_you",
    words: "Show the instances that need you",
    needs: "instances.read",
  },
  { href: "/backups?status=failed,missed", words: "Show what failed", needs: "backups.read" },
  { href: "/instances/new", words: "Add an instance", needs: "instances.write" },
  { href: "/schedules/new", words: "Add a schedule", needs: "schedules.write" },
  { href: "/schedules/windows/new", words: "Add an exclusion window", needs: "schedules.write" },
  { href: "/retention/new", words: "Add a retention policy", needs: "policies.write" },
  { href: "/credentials/new", words: "Add a credential", needs: "credentials.write" },
  { href: "/settings/channels", words: "Alert channels", needs: "channels.read" },
  { href: "/account", words: "Your account and password", needs: "account.self" },
];

/** What this person may do. */
export function listPaletteActs(may: (permission: Permission) => boolean): PaletteAct[] {
  return ACTS.filter(({ needs }) => may(needs)).map(({ href, words }) => ({ href, words }));
}
