import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createControlClient } from "#simulator/control/client";
import type { ControlClient } from "#simulator/control/client";
import { startProgram } from "./program";
import type { Program } from "./program";

export interface Product {
  url: string;
  awsUrl: string;
  /** The simulated AWS's ground truth. */
  aws: ControlClient;
  administrator: { username: string; password: string };
  /** The owner tag of every image that it makes. */
  installationId: string;
  databaseUrl: string;
  /** At the same address; what is given runs while it is down. */
  restart: (meanwhile: () => Promise<void>) => Promise<void>;
  stop: () => Promise<void>;
}

/** Milliseconds a snapshot takes: long enough to be seen pending, short enough to wait for. */
const PACE_MS = 4_000;
const INSTALLATION_ID = "amivault-e2e";

/** The built product, embedded, on a fresh database, against a simulated AWS of its own. */
export async function startProduct(): Promise<Product> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "amivault-e2e-"));
  const simulator = await startProgram({
    script: "dist/simulator.js",
    args: ["--world", "empty", "--pace-base-ms", String(PACE_MS), "--pace-per-gib-ms", "1"],
    folder,
    env: {},
    isReady: (line) => typeof line["listening"] === "string",
  });
  const awsUrl = String(simulator.ready["listening"]);
  const administrator = { username: "ada", password: randomBytes(15).toString("base64url") };
  const dataFolder = path.join(folder, "data");
  const launch = (port: string) =>
    startProgram({
      script: "dist/launcher.js",
      folder,
      env: {
        AMIVAULT_MODE: "embedded",
        AMIVAULT_DATA_DIR: dataFolder,
        AMIVAULT_INSTALLATION_ID: INSTALLATION_ID,
        AWS_ENDPOINT_URL: awsUrl,
        ADMIN_USERNAME: administrator.username,
        ADMIN_PASSWORD: administrator.password,
        DEFAULT_BACKUP_TIMEZONE: "Europe/Berlin",
        PORT: port,
      },
      isReady: (line) => typeof line["url"] === "string",
    });
  let launcher: Program;
  try {
    launcher = await launch("0");
  } catch (error) {
    await simulator.stop();
    throw error;
  }
  const url = String(launcher.ready["url"]);
  return {
    url,
    awsUrl,
    aws: createControlClient(awsUrl),
    administrator,
    installationId: INSTALLATION_ID,
    databaseUrl: `file:${path.join(dataFolder, "amivault.db")}`,
    restart: async (meanwhile) => {
      await launcher.stop();
      await meanwhile();
      launcher = await launch(new URL(url).port);
    },
    stop: async () => {
      await launcher.stop();
      await simulator.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
