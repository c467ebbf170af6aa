import type { AddressInfo } from "node:net";
import { createControlClient, type ControlClient } from "./control/client";
import { Simulator } from "./core/simulator";
import { Driver } from "./driver";
import { createEdge } from "./http-edge";
import { fillSample } from "./worlds/sample";

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  port?: number | undefined;
  host?: string | undefined;
  seed?: string | undefined;
  world?: "empty" | "sample" | undefined;
  /** Manual: virtual time stands until it is advanced. Real by default. */
  clock?: "real" | "manual" | undefined;
  /** Virtual seconds per real second. */
  speed?: number | undefined;
  /** Where virtual time starts, epoch milliseconds; now when left out. */
  startAt?: number | undefined;
  /** Real time; replaceable, so that a test can age a signature. */
  realNow?: (() => number) | undefined;
}

export interface RunningSimulator {
  /** For `AWS_ENDPOINT_URL`. */
  url: string;
  control: ControlClient;
  /** The core, for tests and benches in the same process. */
  simulator: Simulator;
  /** Calls `listener` after every call or control verb that may have changed the world. */
  onChange: (listener: () => void) => void;
  close: () => Promise<void>;
}

/** Calls that leave the world as it is. */
const READS = /^(Describe|Get|List)/;

export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const realNow = options.realNow ?? Date.now;
  const simulator = new Simulator({
    seed: options.seed ?? "amivault",
    clock: { realNow, startAt: options.startAt, mode: options.clock, speed: options.speed },
  });
  if (options.world === "sample") fillSample(simulator.world);
  const listeners = new Set<() => void>();
  const onChange = (): void => {
    for (const listener of listeners) listener();
  };
  simulator.calls.watch(({ action }) => {
    if (!READS.test(action)) onChange();
  });
  const address = { url: "" };
  const driver = new Driver({ simulator, url: () => address.url, onChange });
  const server = createEdge({ simulator, driver, onChange });
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  address.url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    url: address.url,
    control: createControlClient(address.url),
    simulator,
    onChange: (listener) => void listeners.add(listener),
    close: async () => {
      await driver.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
