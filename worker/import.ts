import { PreconditionFailedError } from "#lib/errors";
import { importOriginal } from "#lib/import/import-original";
import { toReportText } from "#lib/import/import-report";
import { createRuntime } from "#lib/start-runtime";
import { loadSettings } from "./load-settings";
import { prepareDatabase } from "./prepare-database";
import { runMain } from "./run-main";

const USAGE = "npm run import -- path/to/database.db [--check] [--zone Europe/Berlin]";

/** Takes over the original application's database while AMIVault itself is stopped. */
runMain(async () => {
  const args = process.argv.slice(2);
  const zoneAt = args.indexOf("--zone");
  const zone = zoneAt === -1 ? "UTC" : (args[zoneAt + 1] ?? "");
  const others = zoneAt === -1 ? args : args.toSpliced(zoneAt, 2);
  const file = others.find((arg) => !arg.startsWith("--"));
  if (file === undefined) {
    throw new PreconditionFailedError("No file was named.", { suggestion: USAGE });
  }
  const check = args.includes("--check");
  const started = await createRuntime(loadSettings());
  try {
    const lock = await prepareDatabase({
      runtime: started.runtime,
      onLost(error) {
        throw error;
      },
    });
    try {
      const report = await importOriginal(started.runtime, { file, check, zone });
      process.stdout.write(`${toReportText(report, check)}\n`);
    } finally {
      await lock.release();
    }
  } finally {
    await started.close();
  }
}, "npm run import did not finish");
