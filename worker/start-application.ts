import type { Config } from "#lib/config";
import { PreconditionFailedError } from "#lib/errors";
import { setRuntime } from "#lib/runtime";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import type { RuntimeOverrides } from "#lib/start-runtime";
import { ensureFirstAdministrator } from "#lib/users/ensure-first-administrator";
import { announceAdministrator } from "./announce-administrator";
import { startJobs } from "./start-jobs";
import { startProcess, type StartedProcess } from "./start-process";
import { startDevelopmentServer, startWebServer } from "./web-server";

/** The application in one process (`embedded`), or its web part (`web`). */
export async function startApplication(
  config: Config,
  overrides: RuntimeOverrides = {},
): Promise<void> {
  if (config.mode === "worker") {
    throw new PreconditionFailedError("AMIVAULT_MODE=worker does not serve the web.", {
      suggestion: "Start it with `npm run worker`, or set AMIVAULT_MODE to embedded or web.",
    });
  }
  await startProcess({ config, overrides }, begin);
}

async function begin({ parts, owner, shutdown }: StartedProcess): Promise<void> {
  const { runtime } = parts.started;
  const { listen, mode } = runtime.config;
  setRuntime(runtime);
  await ensureDefaults(runtime);
  announceAdministrator(await ensureFirstAdministrator(runtime));
  parts.jobs = await startJobs({
    started: parts.started,
    owner,
    onBroken: () => shutdown.begin("the infrastructure is broken", 1),
  });
  const startServer = process.argv.includes("--dev") ? startDevelopmentServer : startWebServer;
  parts.web = await startServer(listen);
  runtime.log.info({ url: parts.web.url, mode }, "AMIVault is ready");
}
