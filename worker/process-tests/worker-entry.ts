import { loadSettings } from "../load-settings";
import { runMain } from "../run-main";
import { startWorker } from "../start-worker";
import { faultPointOf, heedStops } from "./fault-plan";

/** worker/main.ts, with fault points and stops. */
heedStops();
runMain(() => startWorker(loadSettings(), { faultPoint: faultPointOf(process.argv) }));
