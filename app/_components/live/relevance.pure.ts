/** What a busy fleet tells of dozens of times a second. */
const FREQUENT = new Set(["backup.changed", "plan.item"]);
/** Areas whose pages show nothing of backups. */
const WITHOUT_BACKUPS = ["/settings", "/account", "/credentials", "/users"];

/** Areas that show who starts backups, and how far AWS has been set up for it: a step, an event. */
const WITH_SCHEDULERS = ["/instances", "/schedules"];

/** Whether the page at this path can look different after an event of this type. */
export function mayConcern(path: string, type: string): boolean {
  if (type === "eventbridge.changed") return isIn(WITH_SCHEDULERS, path);
  if (!FREQUENT.has(type)) return true;
  return !isIn(WITHOUT_BACKUPS, path);
}

function isIn(areas: readonly string[], path: string): boolean {
  return areas.some((area) => path === area || path.startsWith(`${area}/`));
}
