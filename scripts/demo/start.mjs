import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { npmCommand, runToEnd } from "../tools/child.mjs";
import { ensureInstalled } from "../tools/install.mjs";
import { createApi } from "./api.mjs";
import { findPassword } from "./find-password.mjs";
import { freePort } from "./free-port.mjs";
import { markRunning, refuseSecond } from "./only-one.mjs";
import { waitFor } from "./wait-for.mjs";

const USUAL_PORT = 8080;
const USERNAME = "admin";
const APPLICATION = "application";
/** Written when the data is complete; without it the data is begun again. */
const SEEDED = path.join(APPLICATION, "demo-seeded");

/**
 * Installs, builds, starts the simulator, prepares the data once, starts the application.
 * @param {{
 *   folder: string, options: { check: boolean, fresh: boolean, port: number | null },
 *   processes: import("./processes.mjs").Processes, say: (text: string) => void,
 * }} demo
 */
export async function startDemo({ folder, options, processes, say }) {
  refuseSecond(folder);
  await ensureInstalled(say);
  await build(say);
  prepareFolder(folder, options.fresh);
  const simulator = await startSimulator({ folder, processes, say });
  const environment = settings({ folder, simulator });
  await seed({ folder, environment, processes, say, quick: options.check });
  const application = await startApplication({ folder, environment, processes, say, options });
  const api = createApi(application.url);
  const file = path.join(folder, APPLICATION, "demo-password");
  const who = { username: USERNAME, file };
  const password = await findPassword({ api, who, keepSession: options.check });
  return { ...application, simulatorUrl: simulator, username: USERNAME, api, password };
}

/** @param {(text: string) => void} say */
async function build(say) {
  const [command, ...first] = npmCommand();
  const result = await runToEnd(command, [...first, "run", "--silent", "build"], {
    onLine: say,
  });
  if (result.code !== 0) throw new Error("The build failed; its output stands above.");
}

/** @param {string} folder @param {boolean} fresh */
function prepareFolder(folder, fresh) {
  const incomplete = existsSync(folder) && !existsSync(path.join(folder, SEEDED));
  if (fresh || incomplete) rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "logs"), { recursive: true, mode: 0o700 });
  markRunning(folder);
}

/** @param {{ folder: string, simulator: string }} demo */
function settings({ folder, simulator }) {
  return {
    NODE_ENV: "production",
    AMIVAULT_MODE: "embedded",
    AMIVAULT_DATA_DIR: path.join(folder, APPLICATION),
    AMIVAULT_API_SHARE_PERCENT: "100",
    // A webhook that somebody tries out listens on this machine.
    AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1",
    ADMIN_USERNAME: USERNAME,
    AWS_ENDPOINT_URL: simulator,
  };
}

/** @param {{ folder: string, processes: import("./processes.mjs").Processes, say: (text: string) => void }} demo */
async function startSimulator({ folder, processes, say }) {
  say("Starting the simulated AWS …");
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const process = processes.start({
    name: "simulator",
    script: "dist/simulator.js",
    folder,
    env: {
      SIMULATOR_PORT: String(port),
      SIMULATOR_WORLD: "sample",
      SIMULATOR_STATE_FILE: path.join(folder, "simulator.json"),
    },
  });
  processes.watch(process);
  await waitFor({
    what: "Starting the simulator",
    secondsMax: 30,
    process,
    probe: async () =>
      (await fetch(`${url}/_control/health`, { method: "POST", body: "{}" })).ok || null,
  });
  return url;
}

/**
 * @param {{
 *   folder: string, environment: Record<string, string>, quick: boolean,
 *   processes: import("./processes.mjs").Processes, say: (text: string) => void,
 * }} demo
 */
async function seed({ folder, environment, processes, say, quick }) {
  if (existsSync(path.join(folder, SEEDED))) return;
  say("Preparing accounts, instances and their history …");
  const process = processes.start({
    name: "seeder",
    script: "dist/demo-seed.js",
    folder,
    env: { ...environment, ...(quick ? { DEMO_HISTORY_DAYS: "1" } : {}) },
  });
  const code = await process.ended;
  if (code !== 0) throw new Error(`Preparing the data failed:\n${process.tail()}`);
}

/**
 * @param {{
 *   folder: string, environment: Record<string, string>, options: { check: boolean, port: number | null },
 *   processes: import("./processes.mjs").Processes, say: (text: string) => void,
 * }} demo
 */
async function startApplication({ folder, environment, processes, say, options }) {
  const port = await choosePort(options);
  if (options.port === null && !options.check && port !== USUAL_PORT) {
    say(`Port ${USUAL_PORT} is taken; using ${port}.`);
  }
  say("Starting AMIVault …");
  const url = `http://127.0.0.1:${port}`;
  const process = processes.start({
    name: "application",
    script: "dist/launcher.js",
    folder,
    env: { ...environment, HOST: "127.0.0.1", PORT: String(port) },
  });
  processes.watch(process);
  await waitFor({
    what: "Starting the application",
    secondsMax: 60,
    process,
    probe: async () => (await fetch(`${url}/api/ready`)).ok || null,
  });
  return { url };
}

/** @param {{ check: boolean, port: number | null }} options */
async function choosePort({ check, port }) {
  if (port === null) return freePort(check ? 0 : USUAL_PORT);
  const found = await freePort(port);
  if (found === port) return port;
  throw new Error(`Port ${port} is taken. Choose another with --port, or leave it out.`);
}
