import { migrateDatabase } from "#lib/db/migrate";
import { loadSettings } from "./load-settings";
import { MIGRATIONS_FOLDER } from "./paths";
import { runMain } from "./run-main";

/** Brings the database up to date, for installations of several processes. */
runMain(async () => {
  const { database } = loadSettings();
  await migrateDatabase({ ...database, folder: MIGRATIONS_FOLDER });
  process.stdout.write("The database is up to date.\n");
}, "npm run db:migrate did not finish");
