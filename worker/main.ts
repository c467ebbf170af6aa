import { loadSettings } from "./load-settings";
import { runCommand } from "./run-main";
import { startWorker } from "./start-worker";

runCommand("npm run worker", () => startWorker(loadSettings()), "AMIVault cannot start");
