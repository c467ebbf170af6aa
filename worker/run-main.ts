import { isBusy } from "#lib/db/busy";
import { ServiceError, toError, UnreadableSecretError } from "#lib/errors";
import { toHelpText, type CommandName } from "./usage";

/** A process that cannot start, or do its work, says why and what to do, and exits with 1. */
export function runMain(main: () => Promise<void>, failed = "AMIVault cannot start"): void {
  // What it throws before its first await counts as well.
  const running = async (): Promise<void> => main();
  running().catch((error: unknown) => {
    process.stderr.write(`\n${explain(error, failed)}\n\n`);
    process.exit(1);
  });
}

/** A command by its name; with `--help` or `-h` anywhere it says how it is called, and does nothing. */
export function runCommand(
  name: CommandName,
  main: (args: readonly string[]) => Promise<void>,
  failed = `${name} did not finish`,
): void {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(`${toHelpText(name)}\n`);
    return;
  }
  runMain(() => main(args), failed);
}

const LOCKED = [
  "Another process is writing to the database and does not come to an end.",
  "Look for one that was stopped, or for a shell or a copy that keeps the file open; end it, then try again.",
];

function explain(error: unknown, failed: string): string {
  if (isBusy(error)) return [`${failed}.`, ...LOCKED].join("\n");
  if (!(error instanceof ServiceError)) return `${failed}: ${toError(error).message}`;
  const lines = [`${failed}.`, error.message];
  if (error instanceof UnreadableSecretError) lines.push(error.detail);
  if (error.suggestion !== undefined) lines.push(error.suggestion);
  return lines.join("\n");
}
