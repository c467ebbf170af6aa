import os from "node:os";
import type { Context } from "#lib/context";
import { verifySchema } from "#lib/db/migrate";
import { newId } from "#lib/ids";
import { createLogger } from "#lib/logger";
import { createRuntime } from "#lib/start-runtime";
import { runUserCommand } from "#lib/users/command/run-user-command";
import { parseUserCommand } from "#lib/users/command/parse-user-command";
import { loadSettings } from "./load-settings";
import { MIGRATIONS_FOLDER } from "./paths";
import { runCommand } from "./run-main";

/** For whoever has the machine: the users, beside the application that may run. */
runCommand("npm run users", async (args) => {
  const command = parseUserCommand(args);
  const config = loadSettings({ mustExist: true });
  await verifySchema({ ...config.database, folder: MIGRATIONS_FOLDER });
  const log = createLogger({ component: "users", level: "warn" });
  // Nothing here asks Redis: open pages look again at the next poll of the outbox.
  const started = await createRuntime({ ...config, redisUrl: undefined }, { log });
  const { runtime } = started;
  const ctx: Context = {
    runtime,
    actor: { type: "cli", name: os.userInfo().username },
    accounts: "all",
    requestId: newId("req", runtime.clock.now()),
    address: null,
  };
  try {
    for (const line of await runUserCommand(ctx, command)) process.stdout.write(`${line}\n`);
  } finally {
    await started.close();
  }
});
