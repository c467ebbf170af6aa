import type { Crumb } from "../../../../_components/page-head";

export const RULE_CRUMBS: readonly Crumb[] = [
  { href: "/instances", label: "Instances" },
  { href: "/instances/discover", label: "Discover" },
  { href: "/instances/rules", label: "Rules" },
];
