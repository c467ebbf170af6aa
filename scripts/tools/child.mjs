import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Runs a command to its end. `onLine` hears every line of both streams; without it the output
 * goes straight to the terminal. The result holds the output heard and never throws.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", options.onLine ? "pipe" : "inherit", options.onLine ? "pipe" : "inherit"],
    });
    let output = "";
    const hear = lineReader((line) => {
      output += `${line}\n`;
      options.onLine?.(line);
    });
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** npm by the path of the npm that runs us, so that no shell is needed. */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? [process.execPath, cli] : ["npm"];
}

/** @param {(line: string) => void} onLine */
function lineReader(onLine) {
  let rest = "";
  return (/** @type {Buffer} */ chunk) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}
