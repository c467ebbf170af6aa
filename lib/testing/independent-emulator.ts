import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import net from "node:net";

/** https://github.com/getmoto/moto: another reading of AWS's protocols than our simulator's. */
export const EMULATOR = "moto_server";

export interface RunningEmulator {
  endpoint: string;
  close(): Promise<void>;
}

export function hasEmulator(): boolean {
  return spawnSync(EMULATOR, ["--help"], { stdio: "ignore" }).status === 0;
}

export async function startEmulator(): Promise<RunningEmulator> {
  const port = await freePort();
  const server = spawn(EMULATOR, ["-H", "127.0.0.1", "-p", String(port)]);
  await saysItRuns(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.kill();
      await once(server, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as net.AddressInfo;
  probe.close();
  return port;
}

/** It says so on either of its streams, which are read on so that it never waits for us. */
async function saysItRuns(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
        if (said.includes("Running on")) resolve();
      });
    }
    server.once("exit", () => reject(new Error(`${EMULATOR} ended at once:\n${said}`)));
  });
}
