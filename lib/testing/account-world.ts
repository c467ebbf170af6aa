import { startSimulator, type RunningSimulator } from "#simulator/server";
import type { AccountView, KeyView } from "#simulator/control/views";
import type { Context } from "../context";
import { ensureDefaults } from "../settings/ensure-defaults";
import { firstKey } from "./aws-world";
import { userContext } from "./contexts";
import {
  createTestRuntime,
  type TestRuntime,
  type TestRuntimeOptions,
} from "./create-test-runtime";
import { addTestPeople, signedIn } from "./people";

/** A runtime with its defaults, before a simulated AWS that follows real time. */
export interface AccountWorld {
  sim: RunningSimulator;
  runtime: TestRuntime;
  account: AccountView;
  key: KeyView;
  admin: Context;
  operator: Context;
  viewer: Context;
  close(): Promise<void>;
}

export async function createAccountWorld(
  options: Omit<TestRuntimeOptions, "simulatorUrl"> = {},
): Promise<AccountWorld> {
  const sim = await startSimulator({ world: "empty" });
  const runtime = await createTestRuntime({ ...options, simulatorUrl: sim.url });
  await ensureDefaults(runtime);
  const account = await sim.control.createAccount({ name: "production" });
  const admin = await signedIn(userContext(runtime, "admin"));
  const operator = await signedIn(userContext(runtime, "operator"));
  const viewer = await signedIn(userContext(runtime, "viewer"));
  await addTestPeople(runtime);
  return {
    sim,
    runtime,
    account,
    key: firstKey(account),
    admin,
    operator,
    viewer,
    async close() {
      await runtime.close();
      await sim.close();
    },
  };
}

/** What a form sends for these keys. */
export function keysOf({ accessKeyId, secretAccessKey }: KeyView) {
  return { kind: "access_key" as const, accessKeyId, secretAccessKey };
}
