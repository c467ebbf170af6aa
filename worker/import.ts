import { parseArgs } from "node:util";
import { PreconditionFailedError, toError } from "#lib/errors";
import { importOriginal } from "#lib/import/import-original";
import { toReportText } from "#lib/import/import-report";
import { createRuntime } from "#lib/start-runtime";
import { loadSettings } from "./load-settings";
import { prepareDatabase } from "./prepare-database";
import { runCommand } from "./run-main";
import { toCallText } from "./usage";

/** Takes over the original application's database while AMIVault itself is stopped. */
runCommand("npm run import", async (args) => {
  const { file, check, zone } = readOptions(args);
  const started = await createRuntime(loadSettings({ mustExist: true }));
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
});

/** What is not understood is refused: with a typing error in `--check` it would write. */
function readOptions(args: readonly string[]): { file: string; check: boolean; zone: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { check: { type: "boolean" }, zone: { type: "string" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined) throw new Error("No file was named.");
    if (more.length > 0) throw new Error("One file is enough.");
    return { file, check: values.check ?? false, zone: values.zone ?? "UTC" };
  } catch (error) {
    const suggestion = toCallText("npm run import");
    throw new PreconditionFailedError(toError(error).message, { suggestion });
  }
}
