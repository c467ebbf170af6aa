import { loadSettings } from "../load-settings";
import { runMain } from "../run-main";
import { startApplication } from "../start-application";
import { faultPointOf, heedStops } from "./fault-plan";

/** worker/launcher.ts, with fault points and stops. */
heedStops();
runMain(() => startApplication(loadSettings(), { faultPoint: faultPointOf(process.argv) }));
