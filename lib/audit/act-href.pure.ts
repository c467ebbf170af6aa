const PATHS: Readonly<Record<string, string>> = {
  alert: "/alerts/",
  backup: "/backups/",
  channel: "/settings/channels/",
  credential: "/credentials/",
  exclusion_window: "/schedules/windows/",
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
  return path === undefined || targetId === null || isGone
    ? null
    : `${path}${encodeURIComponent(targetId)}`;
}
