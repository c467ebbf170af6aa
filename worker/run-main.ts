import { isBusy } from "#lib/db/busy";
import { ServiceError, toError } from "#lib/errors";

/** A process that cannot start, or do its work, says why and what to do, and exits with 1. */
export function runMain(main: () => Promise<void>, failed = "AMIVault cannot start"): void {
  // What it throws before its first await counts as well.
  const running = async (): Promise<void> => main();
  running().catch((error: unknown) => {
    process.stderr.write(`\n${explain(error, failed)}\n\n`);
    process.exit(1);
  });
}

const LOCKED = [
  "Another process is writing to the database and does not come to an end.",
  "Look for one that was stopped, or for a shell or a copy that keeps the file open; end it, then try again.",
];

function explain(error: unknown, failed: string): string {
  if (isBusy(error)) return [`${failed}.`, ...LOCKED].join("\n");
  if (!(error instanceof ServiceError)) return `${failed}: ${toError(error).message}`;
  const lines = [`${failed}.`, error.message];
  if (error.suggestion !== undefined) lines.push(error.suggestion);
  return lines.join("\n");
}
