/** Far more than any input of ours has. */
export const JSON_DEPTH_MAX = 40;

/** Whether lists and objects lie deeper in one another than that; never by recursion. */
export function isTooDeep(json: unknown, depthMax = JSON_DEPTH_MAX): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; depth <= depthMax; depth++) {
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
