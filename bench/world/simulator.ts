import path from "node:path";
import { createControlClient, type ControlClient } from "#simulator/control/client";
import { startProcess, type BenchProcess } from "./process";

export interface BenchSimulator {
  url: string;
  control: ControlClient;
  process: BenchProcess;
}

export interface SimulatorStart {
  /** AWS's token buckets. */
  buckets: boolean;
  seed?: string;
  /** Virtual seconds per real second. */
  speed?: number;
  /** Further arguments of dist/simulator.js. */
  args?: readonly string[];
}

const LISTENING = /\{"listening":"([^"]+)"\}/;

/** The simulator, empty, as a process of its own: it shares no thread with what is measured. */
export async function startBenchSimulator(start: SimulatorStart): Promise<BenchSimulator> {
  const { buckets, seed = "bench", speed = 1, args = [] } = start;
  const flags = toFlags({
    world: "empty",
    seed,
    buckets: buckets ? "on" : "off",
    speed: String(speed),
  });
  const started = await startProcess({
    name: "simulator",
    args: [path.resolve("dist/simulator.js"), ...flags, ...args],
    env: {},
    ready: LISTENING,
  });
  const url = LISTENING.exec(started.lastWords())?.[1];
  if (url === undefined) throw new Error("The simulator did not say where it listens.");
  return { url, control: createControlClient(url), process: started };
}

function toFlags(options: Readonly<Record<string, string>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}
