/** What a busy fleet tells of dozens of times a second. */
const FREQUENT = new Set(["backup.changed", "plan.item"]);
/** Areas whose pages show nothing of backups. */
const WITHOUT_BACKUPS = ["/settings", "/account", "/credentials", "/users"];

/** Whether the page at this path can look different after an event of this type. */
export function mayConcern(path: string, type: string): boolean {
  if (!FREQUENT.has(type)) return true;
  return !WITHOUT_BACKUPS.some((area) => path === area || path.startsWith(`${area}/`));
}
