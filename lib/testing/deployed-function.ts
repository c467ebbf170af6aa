import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";

export type Ended =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; error: { name: string; message: string } };

export interface DeployedFunction {
  /** All at the same time, in a process of their own that was started for them. */
  invoke(...events: unknown[]): Promise<{ ended: Ended[]; logs: Array<Record<string, unknown>> }>;
  /** The same, where even loading it fails: what node says. */
  fail(): Promise<string>;
  remove(): void;
}

/** The zip as AWS would run it: unpacked alone, in a plain Node with nothing but its own environment. */
export function deployFunction(
  zip: Uint8Array,
  environment: Readonly<Record<string, string>>,
): DeployedFunction {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-function-"));
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    writeFileSync(path.join(folder, name), bytes);
  }
  writeFileSync(path.join(folder, "invoke.js"), INVOKE);
  const run = async (events: readonly unknown[]) => {
    const child = spawn(process.execPath, ["invoke.js"], {
      cwd: folder,
      env: { NODE_ENV: "production", ...environment },
    });
    child.stdin.end(JSON.stringify(events));
    const [stdout, stderr] = [readAll(child.stdout), readAll(child.stderr)];
    const [code] = await once(child, "close");
    return { code, stdout: await stdout, stderr: await stderr };
  };
  return {
    async invoke(...events) {
      const { code, stdout, stderr } = await run(events);
      if (code !== 0) throw new Error(`The function did not run: ${stderr}`);
      const lines = stdout.trim().split("\n");
      const ended = JSON.parse(lines.pop() ?? "[]");
      return { ended, logs: lines.map((line) => JSON.parse(line)) };
    },
    fail: async () => (await run([])).stderr,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const INVOKE = `
const { handler } = require("./index.js");
const events = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
Promise.allSettled(events.map((event) => handler(event, {}))).then((all) => {
  const ended = all.map(({ status, value, reason }) =>
    status === "fulfilled"
      ? { ok: true, value }
      : { ok: false, error: { name: reason.name, message: reason.message } });
  process.stdout.write(JSON.stringify(ended) + "\\n", () => process.exit(0));
});
`;
