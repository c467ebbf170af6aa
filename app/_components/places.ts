/** Where `g` and a letter lead, and what the palette lists. */
export const PLACES = [
  { key: "d", href: "/", words: "Go to the dashboard" },
  { key: "a", href: "/alerts", words: "Go to the alerts" },
  { key: "i", href: "/instances", words: "Go to the instances" },
  { key: "u", href: "/instances/discover", words: "Go to what is unprotected" },
  { key: "b", href: "/backups", words: "Go to the backups" },
  { key: "m", href: "/amis", words: "Go to the AMIs" },
  { key: "h", href: "/schedules", words: "Go to the schedules" },
  { key: "f", href: "/findings", words: "Go to the findings" },
  { key: "r", href: "/retention", words: "Go to retention" },
  { key: "p", href: "/plans", words: "Go to the removal plans" },
  { key: "c", href: "/credentials", words: "Go to the credentials" },
  { key: "s", href: "/settings", words: "Go to the settings" },
] as const;
