// Fills an empty database and the simulator's world with the same past: `node dist/demo-seed.js`.
// Its own bundle and process, which ends before the application starts; the product never loads it.
import { endSession } from "#lib/auth/end-session";
import { loadConfig, type Config } from "#lib/config";
import { migrateDatabase } from "#lib/db/migrate";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { createRuntime } from "#lib/start-runtime";
import { createControlClient } from "#simulator/control/client";
import { MIGRATIONS_FOLDER } from "#worker/paths";
import { addAdministrator } from "./add-administrator";
import { backdate } from "./backdate";
import { collectHistory } from "./collect-history";
import { openDemoData } from "./demo-data";
import { discoverFleet } from "./discover-fleet";
import { plantDifferences } from "./plant-differences";
import { addCredentials, protectFleet } from "./protect-fleet";
import { writeHistories } from "./write-history";

/** A little longer than the default policy keeps: a removal plan waits for an answer. */
const DAYS = Number(process.env["DEMO_HISTORY_DAYS"] ?? "33");

async function main(): Promise<void> {
  const config = loadConfig();
  const { awsEndpointUrl } = config;
  if (!awsEndpointUrl) throw new Error("The demo's data needs AWS_ENDPOINT_URL: a simulator.");
  const data = openDemoData(config.dataDir);
  if (!data.isSeeded()) {
    await seed({ config, simulatorUrl: awsEndpointUrl, password: data.password });
    data.markSeeded();
  }
  say(`Sign in as ${config.admin.username} with the password ${data.password}`);
}

async function seed(input: {
  config: Config;
  simulatorUrl: string;
  password: string;
}): Promise<void> {
  const { config } = input;
  await migrateDatabase({ ...config.database, folder: MIGRATIONS_FOLDER });
  const { runtime, close } = await createRuntime(config);
  try {
    await ensureDefaults(runtime);
    const ctx = await addAdministrator(runtime, input.password);
    const control = createControlClient(input.simulatorUrl);
    const credentials = await addCredentials(ctx, control);
    say(`${credentials.size} accounts`);
    const fleet = await protectFleet({ ctx, control, credentials });
    say(`${fleet.length} instances protected`);
    const histories = await collectHistory({ runtime, fleet, days: DAYS });
    const count = await writeHistories({ runtime, control, histories });
    await plantDifferences({ runtime, control, fleet: fleet.map(({ instance }) => instance) });
    await backdate(runtime, DAYS);
    await discoverFleet(ctx);
    await endSession(ctx);
    say(`${count} backups of the last ${DAYS} days`);
  } finally {
    await close();
  }
}

function say(text: string): void {
  console.log(text);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
