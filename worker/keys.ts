import os from "node:os";
import type { Context } from "#lib/context";
import { verifySchema } from "#lib/db/migrate";
import { PreconditionFailedError } from "#lib/errors";
import { newId } from "#lib/ids";
import { createLogger } from "#lib/logger";
import { createRuntime } from "#lib/start-runtime";
import { systemTimers } from "#lib/timers";
import { checkSecrets } from "#lib/vault/check-secrets";
import { toCheckText, toUnreadableText } from "#lib/vault/check-text.pure";
import { forgetLostSecrets } from "#lib/vault/forget-lost-secrets";
import { retireKeys } from "#lib/vault/retire-keys";
import { rotateKeys } from "#lib/vault/rotate-keys";
import { loadSettings } from "./load-settings";
import { MIGRATIONS_FOLDER } from "./paths";
import { runCommand } from "./run-main";
import { toCallText } from "./usage";

const COMMANDS: Readonly<Record<string, (ctx: Context) => Promise<boolean>>> = {
  check,
  list,
  rotate,
  retire,
  "forget-lost": forgetLost,
};

/** The key ring and what is sealed under it, beside the application that may run. */
runCommand("npm run keys", async (args) => {
  const command = commandOf(args);
  const config = loadSettings({ mustExist: true });
  await verifySchema({ ...config.database, folder: MIGRATIONS_FOLDER });
  const log = createLogger({ component: "keys", level: "warn" });
  // Nothing here asks Redis.
  const started = await createRuntime({ ...config, redisUrl: undefined }, { log });
  const { runtime } = started;
  try {
    const isGood = await command({
      runtime,
      actor: { type: "cli", name: os.userInfo().username },
      accounts: "all",
      requestId: newId("req", runtime.clock.now()),
      address: null,
    });
    if (!isGood) process.exitCode = 1;
  } finally {
    await started.close();
  }
});

function commandOf([name = "", ...more]: readonly string[]): (ctx: Context) => Promise<boolean> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const argumentsMax = name === "forget-lost" ? 1 : 0;
  if (
    !command ||
    more.length > argumentsMax ||
    (argumentsMax > 0 && !/^\d+$/.test(more[0] ?? ""))
  ) {
    throw new PreconditionFailedError("Say what to do, and nothing else.", {
      suggestion: toCallText("npm run keys"),
    });
  }
  return command;
}

async function check({ runtime }: Context): Promise<boolean> {
  const report = await checkSecrets(runtime.db.read, runtime.vault);
  say(toCheckText(report, runtime.vault.keyIds()));
  return report.unreadable.length === 0;
}

async function list({ runtime: { config, vault } }: Context): Promise<boolean> {
  const [newest, ...older] = vault.keyIds();
  say(`The ring is in ${config.encryptionKeyFile ?? "AMIVAULT_ENCRYPTION_KEY"}.`);
  say(`${newest}  seals and opens`);
  for (const id of older) say(`${id}  opens`);
  return true;
}

async function rotate(ctx: Context): Promise<boolean> {
  const file = ctx.runtime.config.encryptionKeyFile;
  const { keyId, resealed, unreadable } = await rotateKeys(ctx, {
    file,
    timers: systemTimers,
    say,
  });
  say(`Every secret that can be read is under ${keyId}; ${resealed} were sealed anew.`);
  for (const secret of unreadable) say(toUnreadableText(secret));
  const how =
    file === undefined ? "may be taken out of the ring" : "go with: npm run keys -- retire";
  if (ctx.runtime.vault.keyIds().length > 1 && unreadable.length === 0)
    say(
      `Older keys ${how}. A copy of the database from before needs them: keep them as long as it.`,
    );
  return unreadable.length === 0;
}

async function retire(ctx: Context): Promise<boolean> {
  const removed = await retireKeys(ctx, ctx.runtime.config.encryptionKeyFile);
  say(
    removed.length === 0 ? "Every key is needed." : `Removed from the ring: ${removed.join(", ")}.`,
  );
  return true;
}

async function forgetLost(ctx: Context): Promise<boolean> {
  const count = Number(process.argv[3]);
  for (const secret of await forgetLostSecrets(ctx, count)) say(toUnreadableText(secret));
  say(`${count} secrets were taken away; give them again.`);
  return true;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
