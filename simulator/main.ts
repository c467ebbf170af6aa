import { readOptions, USAGE, type MainOptions } from "./options";
import { startSimulator } from "./server";
import { createSaver, loadState, saveState } from "./state-file";

async function main(options: MainOptions): Promise<void> {
  const running = await startSimulator(options);
  const { simulator } = running;
  const path = options.stateFile;
  if (path !== undefined) loadState({ simulator, path });
  const { settings } = simulator.world;
  settings.limits.tokenBuckets = options.buckets;
  settings.pace.baseMs = options.paceBaseMs ?? settings.pace.baseMs;
  settings.pace.perGibMs = options.pacePerGibMs ?? settings.pace.perGibMs;
  settings.roleAssumableAfterMs = options.roleAssumableAfterMs;
  const saver = path === undefined ? undefined : createSaver(() => saveState({ simulator, path }));
  if (saver !== undefined) {
    running.onChange(saver.changed);
    saver.flush();
  }
  const stop = (): void => {
    saver?.flush();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  console.log(JSON.stringify({ listening: running.url }));
}

try {
  const options = readOptions({ args: process.argv.slice(2), env: process.env });
  if (options === "help") console.log(USAGE);
  else {
    main(options).catch((error: unknown) => {
      console.error(`simulator: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    });
  }
} catch (error) {
  console.error(`simulator: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
