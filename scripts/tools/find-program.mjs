import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_PLACES = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

export const CHROMIUM_ADVICE = "Install one with: npx playwright install --with-deps chromium";

/** A Chromium on this machine: CHROMIUM_PATH, the usual names and places, then Playwright's own. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isProgram(given)) return given;
    throw new Error(`CHROMIUM_PATH names no program: ${given}`);
  }
  const onPath = CHROMIUM_NAMES.map(findOnPath).find(Boolean);
  return onPath ?? CHROMIUM_PLACES.find(isProgram) ?? playwrightChromium();
}

/** @param {string} name */
export function findOnPath(name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isProgram) ?? null;
}

function playwrightChromium() {
  try {
    const require = createRequire(import.meta.url);
    const file = require("@playwright/test").chromium.executablePath();
    return isProgram(file) ? file : null;
  } catch {
    return null;
  }
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
