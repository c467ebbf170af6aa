// `npm start`, `npm run worker`, `npm run db:migrate`, `npm run keys`: builds what is missing, then runs it.
import { spawn } from "node:child_process";
import path from "node:path";
import { buildAll } from "./build.mjs";
import { ROOT } from "./tools/child.mjs";
import { NODE_START } from "./tools/node-start.mjs";

const PROGRAMS = {
  start: "launcher",
  worker: "worker",
  migrate: "migrate",
  import: "import",
  keys: "keys",
  users: "users",
  audit: "audit",
};

const [wanted = "start", ...args] = process.argv.slice(2);
const USAGE = `Usage: node scripts/start.mjs [${Object.keys(PROGRAMS).join(" | ")}]

Builds what is missing, then runs it. Each says more with --help, for example: npm run keys -- --help`;
if (wanted === "--help" || wanted === "-h") {
  console.log(USAGE);
  process.exit(0);
}
const program = PROGRAMS[/** @type {keyof typeof PROGRAMS} */ (wanted)];
if (!program) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await buildAll({ say: (text) => console.error(text) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const mode = process.env.AMIVAULT_MODE ?? (program === "worker" ? "worker" : undefined);
const script = path.join(ROOT, `dist/${program}.js`);
const child = spawn(process.execPath, [...NODE_START.args, script, ...args], {
  stdio: "inherit",
  env: {
    ...NODE_START.env,
    ...process.env,
    NODE_ENV: "production",
    ...(mode ? { AMIVAULT_MODE: mode } : {}),
  },
});
// A terminal's Ctrl-C reaches the child by itself; other senders know only us.
process.on("SIGINT", () => {});
for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
