import { systemClock, type Clock } from "../clock";
import type { Config } from "../config";
import type { Vault } from "../crypto";
import type { Logger } from "../logger";
import { launchConfigurations } from "./autoscaling/launch-configurations";
import type { Aws, LaunchConfiguration } from "./aws";
import type { ApiBudget } from "./budget/budget";
import type { CallDeps } from "./call-aws";
import type { Access } from "./access";
import { createKeySource, type AccessRequest, type ClientRequest } from "./client";
import { createClockOffset } from "./clock-offset";
import type { CredentialStore } from "./credential-store";
import { createEc2 } from "./ec2/create-ec2";
import { createEc2Clients } from "./ec2/ec2-clients";
import type { Ec2 } from "./ec2/ec2";
import { createEmulator } from "./ec2/emulator";
import { createOwnKeys, loadFromChain, refuseElsewhere, type LoadOwnKeys } from "./own-keys";
import { hostOf } from "./partition.pure";
import type { Scheduling } from "./scheduling/scheduling";
import { createTransport, REQUEST_TIMEOUT_MS } from "./transport";

export interface AwsOptions {
  config: Pick<Config, "awsEndpointUrl" | "installationId">;
  clock: Clock;
  log: Logger;
  vault: Vault;
  budget: ApiBudget;
  /** `createCredentialStore(db)` of lib/credentials. */
  credentials: CredentialStore;
  /** The process's own credentials; only tests give them. */
  loadOwnKeys?: LoadOwnKeys;
  /** How long one attempt may take; only tests wait less. */
  requestTimeoutMs?: number;
}

export function createAws(options: AwsOptions): Aws {
  const parts = createParts(options);
  const { keys, clockOffset, clients, transport } = parts;
  return {
    budget: options.budget,
    ec2({ credentialId, region, purpose, interactive = false, signal }) {
      const request = { region, purpose, interactive, signal };
      return ec2Via(parts, request, () => keys.forSaved(credentialId, request));
    },
    async ec2With(given, { region, accountId, purpose = "read" }) {
      const request = { region, purpose, interactive: true };
      const access = { ...(await keys.forGiven(given, request)), bucketAccount: accountId };
      // Clients hold keys: these go with what is answered here, and are in no cache.
      const own = { ...parts, clients: createEc2Clients(parts) };
      return ec2Via(own, request, async () => access);
    },
    launchConfigurations({ credentialId, region, purpose, interactive = false, signal }) {
      const request = { region, purpose, interactive, signal };
      return configurationsVia(parts, request, () => keys.forSaved(credentialId, request));
    },
    async launchConfigurationsWith(given, { region, accountId }) {
      const request: AccessRequest = { region, purpose: "read", interactive: true };
      const access = { ...(await keys.forGiven(given, request)), bucketAccount: accountId };
      return configurationsVia(parts, request, async () => access);
    },
    scheduling({ credentialId, region, purpose, interactive = false, signal }) {
      const request = { region, purpose, interactive, signal };
      return schedulingVia(parts, request, () => keys.forSaved(credentialId, request));
    },
    async identify(given, region) {
      const request: AccessRequest = { region, purpose: "read", interactive: true };
      return keys.identify(() => keys.forGiven(given, request), request);
    },
    async identifySaved(credentialId, { signal } = {}) {
      const region = (await options.credentials.find(credentialId))?.defaultRegion ?? "us-east-1";
      const request: AccessRequest = { region, purpose: "read", interactive: true };
      return keys.identify(() => keys.forSaved(credentialId, request), { ...request, signal });
    },
    clockOffsetMs: () => clockOffset.current(),
    forget(credentialId) {
      keys.forget(credentialId);
      clients.forget(credentialId);
    },
    async close() {
      clients.clear();
      transport.close();
    },
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(options: AwsOptions) {
  const { budget, clock, log, vault, credentials: store, config } = options;
  const endpoint = config.awsEndpointUrl;
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const transport = createTransport(requestTimeoutMs);
  // The SDK signs with the machine's own clock, whatever ours is set to.
  const clockOffset = createClockOffset(systemClock);
  const { installationId } = config;
  const call: CallDeps = { budget, clock, log, clockOffset, installationId, requestTimeoutMs };
  const { loadOwnKeys = endpoint === undefined ? loadFromChain : refuseElsewhere } = options;
  const own = createOwnKeys({ clock, load: loadOwnKeys });
  return {
    call,
    clock,
    endpoint,
    transport,
    clockOffset,
    keys: createKeySource({ call, store, vault, transport, endpoint, own }),
    emulator: endpoint === undefined ? null : createEmulator(),
    clients: createEc2Clients({ transport, endpoint, clockOffset, clock }),
  };
}

/** The first access is made at once, so that a session is there before a lease is taken. */
async function ec2Via(
  { call, emulator, endpoint, clients }: Parts,
  { region, interactive, signal }: ClientRequest,
  access: () => Promise<Access>,
): Promise<Ec2> {
  let current = await access();
  return createEc2({
    deps: call,
    emulator,
    target: {
      bucketAccount: current.bucketAccount,
      partition: current.partition,
      region,
      interactive,
      signal,
      host: hostOf({ service: "ec2", region, endpoint }),
      onExpired: () => current.renew(),
      onRefused: () => current.suspect(),
      onServer: (server) => emulator?.sawServer(server),
    },
    async client(connection) {
      current = await access();
      return clients.get({ ...current, region, connection });
    },
  });
}

async function configurationsVia(
  { call, endpoint, transport }: Parts,
  { region, interactive, signal }: ClientRequest,
  access: () => Promise<Access>,
): Promise<LaunchConfiguration[]> {
  let current = await access();
  return launchConfigurations({
    deps: call,
    transport,
    endpoint,
    target: {
      bucketAccount: current.bucketAccount,
      partition: current.partition,
      region,
      interactive,
      signal,
      host: hostOf({ service: "autoscaling", region, endpoint }),
      onExpired: () => current.renew(),
      onRefused: () => current.suspect(),
    },
    async keys() {
      current = await access();
      return current.keys;
    },
  });
}

async function schedulingVia(
  { call, endpoint, transport }: Parts,
  { region, interactive, signal }: ClientRequest,
  access: () => Promise<Access>,
): Promise<Scheduling> {
  let current = await access();
  // Loaded where it is used: six more of the SDK's clients.
  const { createScheduling } = await import("./scheduling/create-scheduling");
  return createScheduling({
    deps: call,
    transport,
    endpoint,
    target: {
      bucketAccount: current.bucketAccount,
      partition: current.partition,
      region,
      interactive,
      signal,
      onExpired: () => current.renew(),
      onRefused: () => current.suspect(),
    },
    async keys() {
      current = await access();
      return current.keys;
    },
  });
}
