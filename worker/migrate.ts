import { beginChain } from "#lib/audit/begin-chain";
import { systemClock } from "#lib/clock";
import { createVault } from "#lib/crypto";
import { openDatabase } from "#lib/db/client";
import { migrateDatabase } from "#lib/db/migrate";
import { createLogger } from "#lib/logger";
import { createRandomBytes } from "#lib/random";
import { openKeyRing } from "#lib/vault/open-key-ring";
import { loadSettings } from "./load-settings";
import { MIGRATIONS_FOLDER } from "./paths";
import { runCommand } from "./run-main";

/** Brings the database up to date, for installations of several processes. */
runCommand("npm run db:migrate", async () => {
  const config = loadSettings();
  await migrateDatabase({ ...config.database, folder: MIGRATIONS_FOLDER });
  const db = await openDatabase(config.database);
  try {
    const log = createLogger({ component: "migrate", level: "warn" });
    const vault = createVault(openKeyRing(config, log));
    await beginChain({ config, db, vault, clock: systemClock, random: createRandomBytes() });
  } finally {
    db.close();
  }
  process.stdout.write("The database is up to date.\n");
});
