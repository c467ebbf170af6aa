import { loadSettings } from "./load-settings";
import { runMain } from "./run-main";
import { startWorker } from "./start-worker";

runMain(() => startWorker(loadSettings()));
