import { loadSettings } from "./load-settings";
import { runMain } from "./run-main";
import { startApplication } from "./start-application";

runMain(() => startApplication(loadSettings()));
