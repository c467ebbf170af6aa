const CAUSE_DEPTH_MAX = 5;

/** SQLite's result codes that no later try of the same process will get past. */
const BROKEN = [
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_IOERR",
  "SQLITE_FULL",
  "SQLITE_CANTOPEN",
  "SQLITE_READONLY",
  "SQLITE_NOMEM",
];

/** The database itself is unusable, as opposed to one statement being wrong or the lock taken. */
export function isBrokenDatabase(error: unknown): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < CAUSE_DEPTH_MAX && current instanceof Error; depth++) {
    const code: unknown = Reflect.get(current, "code");
    if (typeof code === "string" && BROKEN.some((broken) => code.startsWith(broken))) return true;
    current = current.cause;
  }
  return false;
}
