const CAUSE_DEPTH_MAX = 5;

/** Another process holds the lock: SQLITE_BUSY or SQLITE_LOCKED anywhere in the cause chain. */
export function isBusy(error: unknown): boolean {
  return hasCode(
    error,
    (code) => code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"),
  );
}

export function isUniqueViolation(error: unknown): boolean {
  return hasCode(
    error,
    (code) => code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY",
  );
}

function hasCode(error: unknown, matches: (code: string) => boolean): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < CAUSE_DEPTH_MAX && current; depth++) {
    if (typeof current !== "object") return false;
    for (const key of ["code", "extendedCode"] as const) {
      const code: unknown = Reflect.get(current, key);
      if (typeof code === "string" && matches(code)) return true;
    }
    current = Reflect.get(current, "cause");
  }
  return false;
}
