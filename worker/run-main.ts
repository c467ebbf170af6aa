import { isBusy } from "#lib/db/busy";
import { ServiceError, toError } from "#lib/errors";

/** A process that cannot start says why and what to do, in words, and exits with 1. */
export function runMain(main: () => Promise<void>): void {
  // What it throws before its first await counts as well.
  const running = async (): Promise<void> => main();
  running().catch((error: unknown) => {
    process.stderr.write(`\n${explain(error)}\n\n`);
    process.exit(1);
  });
}

const LOCKED = [
  "AMIVault cannot start.",
  "Another process is writing to the database and does not come to an end.",
  "Look for one that was stopped, or for a shell or a copy that keeps the file open; end it, then start again.",
];

function explain(error: unknown): string {
  if (isBusy(error)) return LOCKED.join("\n");
  if (!(error instanceof ServiceError)) return `AMIVault cannot start: ${toError(error).message}`;
  const lines = ["AMIVault cannot start.", error.message];
  if (error.suggestion !== undefined) lines.push(error.suggestion);
  return lines.join("\n");
}
