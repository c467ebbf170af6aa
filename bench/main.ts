import { workerData } from "node:worker_threads";
import { benchChaos } from "./chaos";
import { benchBudget } from "./budget";
import { benchEngine } from "./engine";
import { benchEventbridge } from "./eventbridge";
import { benchIdle } from "./idle";
import { benchLab } from "./lab";
import { benchNextRuns } from "./next-runs";
import { benchReconcile } from "./reconcile";
import type { Bench, Figures } from "./report";
import { printJson, printTable, say } from "./report";
import { benchSchedule } from "./schedule";
import { serveScheduleBlocks } from "./schedule/worker";
import { benchRetention } from "./retention";
import { benchSecurity } from "./security";
import { benchWeb } from "./web";
import { benchWrites } from "./writes";

/** Figures by name: what runs, and the keys of its answer, stand above each function. */
const BENCHES: Record<string, Bench> = {
  chaos: benchChaos,
  budget: benchBudget,
  engine: benchEngine,
  eventbridge: benchEventbridge,
  idle: benchIdle,
  lab: benchLab,
  "next-runs": benchNextRuns,
  reconcile: benchReconcile,
  schedule: benchSchedule,
  retention: benchRetention,
  security: benchSecurity,
  web: benchWeb,
  writes: benchWrites,
};

if (workerData === "schedule") serveScheduleBlocks();
else await runNamed();

async function runNamed(): Promise<void> {
  const args = process.argv.slice(2);
  const name = args.find((arg) => !arg.startsWith("--")) ?? "";
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    say(`npm run bench -- <${Object.keys(BENCHES).join(" | ")}> [--json]`);
    process.exitCode = 2;
    return;
  }
  const figures: Figures = await bench(args);
  if (args.includes("--json")) printJson(figures);
  else printTable(figures);
}
