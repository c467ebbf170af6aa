import { existsSync, mkdirSync } from "node:fs";
import { loadConfig, type Config } from "#lib/config";

/** Settings from `.env` in the working folder, where the environment does not say otherwise. */
export function loadSettings(options: { mustExist?: boolean } = {}): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = loadConfig(process.env, options);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return config;
}
