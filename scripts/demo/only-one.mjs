import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Two demos on one folder would take each other's data away. @param {string} folder */
export function refuseSecond(folder) {
  const pid = readPid(path.join(folder, "demo.pid"));
  if (pid === null || pid === process.pid || !isDemo(pid)) return;
  throw new Error(
    `The demo runs already, as process ${pid}. Stop it there with Ctrl-C, or with: kill ${pid}`,
  );
}

/** @param {string} folder */
export function markRunning(folder) {
  writeFileSync(path.join(folder, "demo.pid"), `${process.pid}\n`);
}

/** @param {string} file */
function readPid(file) {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || null;
  } catch {
    return null;
  }
}

/** A number may have gone to another program since; where that can be seen, it is looked at. */
function isDemo(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("demo.mjs");
  } catch {
    return true;
  }
}
