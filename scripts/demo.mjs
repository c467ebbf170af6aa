// `npm run demo`: the whole product against a simulated AWS, from nothing but Node, npm and git.
import { rmSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCheck } from "./demo/check.mjs";
import { HELP, readOptions } from "./demo/options.mjs";
import { Processes } from "./demo/processes.mjs";
import { startDemo } from "./demo/start.mjs";
import { ROOT } from "./tools/child.mjs";

const CHECK_SECONDS_MAX = 600;

const startedAt = performance.now();
const options = readOptionsOrExit();
// The check's last line on standard output is its answer; everything else goes beside it.
const say = (/** @type {string} */ text) =>
  options.check ? console.error(text) : console.log(text);
const processes = new Processes((problem) => {
  console.error(`\n${problem}`);
  void end(1);
});
const folder = options.check
  ? mkdtempSync(path.join(tmpdir(), "amivault-check-"))
  : path.join(ROOT, "data/demo");

let ending = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(signal));
process.on("exit", () => processes.killAll());

try {
  if (options.check) await check();
  else await serve();
} catch (error) {
  if (!ending) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await end(1);
  }
}

async function serve() {
  const demo = await startDemo({ folder, options, processes, say });
  say(
    [
      "",
      `  AMIVault is ready after ${seconds()} s, against a simulated AWS.`,
      "",
      `    Address   ${demo.url}`,
      `    User      ${demo.username}`,
      `    Password  ${demo.password ?? "the one you chose (--fresh begins again)"}`,
      `    AWS       ${demo.simulatorUrl}, simulated: the README says how to let it fail`,
      "",
      `  Data and logs are in ${path.relative(process.cwd(), folder) || "."}. Ctrl-C stops everything.`,
    ].join("\n"),
  );
}

async function check() {
  const timer = setTimeout(() => {
    console.error(`The check did not end within ${CHECK_SECONDS_MAX} s.`);
    void end(1);
  }, CHECK_SECONDS_MAX * 1000);
  const demo = await startDemo({ folder, options, processes, say });
  const secondsToReady = seconds();
  await runCheck({ demo, say });
  clearTimeout(timer);
  const answer = { ok: true, secondsToReady, secondsToFirstBackup: seconds(), mode: "embedded" };
  await end(0, JSON.stringify(answer));
}

/** @param {string} signal */
async function stop(signal) {
  if (ending) return processes.killAll();
  say("\nStopping …");
  await end(signal === "SIGINT" && !options.check ? 0 : 1);
}

/** @param {number} code @param {string} [lastLine] */
async function end(code, lastLine) {
  if (ending) return;
  ending = true;
  await processes.stopAll();
  if (options.check) rmSync(folder, { recursive: true, force: true });
  if (lastLine) console.log(lastLine);
  process.exit(code);
}

function seconds() {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

function readOptionsOrExit() {
  try {
    const read = readOptions(process.argv.slice(2));
    if (!read.help) return read;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}
