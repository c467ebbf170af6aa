import path from "node:path";

/** This file and the bundles in dist/ lie one folder below the root. */
const ROOT = path.resolve(import.meta.dirname, "..");

export const MIGRATIONS_FOLDER = path.join(ROOT, "lib/db/migrations");
export const STANDALONE_SERVER = path.join(ROOT, ".next/standalone/server.js");
export { ROOT };
