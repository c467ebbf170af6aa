import { loadSettings } from "./load-settings";
import { runCommand } from "./run-main";
import { startApplication } from "./start-application";

runCommand("npm start", () => startApplication(loadSettings()), "AMIVault cannot start");
