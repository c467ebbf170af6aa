type Level = "info" | "warn" | "error";

/** One JSON line; never a key, a signature or an address with more than its host. */
export function log(
  level: Level,
  msg: string,
  facts: Readonly<Record<string, unknown>> = {},
): void {
  const line = { level, time: new Date().toISOString(), msg, ...facts };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
