import { loadSettings } from "../load-settings";
import { runMain } from "../run-main";
import { startApplication } from "../start-application";
import { faultPointOf } from "./fault-plan";

/** worker/launcher.ts, with fault points. */
runMain(() => startApplication(loadSettings(), { faultPoint: faultPointOf(process.argv) }));
