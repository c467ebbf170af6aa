import { setTimeout as pause } from "node:timers/promises";
import { MINUTE, type Clock } from "../clock";
import { AwsCallError } from "./aws-call-error";
import { notSent } from "./credential-refusals";
import { SingleFlightCache } from "./single-flight-cache";
import type { AwsKeys } from "./transport";

/** The process's own credentials, asked for where they are used and kept in memory alone. */
export interface OwnKeys {
  /** Throws AwsCallError `not_sent`: there are none, or they did not come in time. */
  get(): Promise<AwsKeys>;
  /** AWS no longer takes these. */
  renew(keys: AwsKeys): void;
}

/** Asks anew each time. `endsAt`: null for keys that do not end. */
export type LoadOwnKeys = () => Promise<{ keys: AwsKeys; endsAt: number | null }>;

const RENEW_BEFORE_END_MS = 5 * MINUTE;
/** Files and variables are read again after so long; an end that is near, not more often than each minute. */
const READ_AGAIN_MS = 5 * MINUTE;
const READ_AGAIN_MS_MIN = MINUTE;
/** A laptop has no metadata service: its address swallows what is sent. */
const METADATA_TIMEOUT_MS = 1_000;
const METADATA_RETRIES = 1;
const TIMEOUT_MS = 10_000;

export function createOwnKeys(options: {
  clock: Clock;
  load: LoadOwnKeys;
  timeoutMs?: number;
}): OwnKeys {
  const { clock, load, timeoutMs = TIMEOUT_MS } = options;
  const known = new SingleFlightCache<AwsKeys>({ now: () => clock.now(), sizeMax: 1 });
  return {
    get: () =>
      known.get("own", async () => {
        const { keys, endsAt } = await inTime(load, timeoutMs);
        const now = clock.now();
        const until = endsAt === null ? now + READ_AGAIN_MS : endsAt - RENEW_BEFORE_END_MS;
        return { value: keys, expiresAt: Math.max(until, now + READ_AGAIN_MS_MIN) };
      }),
    renew: (keys) => void known.drop("own", keys),
  };
}

/** Environment, shared files, web identity, ECS and EKS, EC2's metadata service, in AWS's order. */
export async function loadFromChain(): ReturnType<LoadOwnKeys> {
  // Loaded where it is used: most installations have no such credential.
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  const provider = defaultProvider({
    timeout: METADATA_TIMEOUT_MS,
    maxRetries: METADATA_RETRIES,
    ignoreCache: true,
  });
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
  return {
    keys: { accessKeyId, secretAccessKey, sessionToken },
    endsAt: expiration?.getTime() ?? null,
  };
}

/** An emulator is never sent a machine's real keys. */
export async function refuseElsewhere(): ReturnType<LoadOwnKeys> {
  throw unavailable("OwnKeysElsewhere");
}

async function inTime(load: LoadOwnKeys, timeoutMs: number): ReturnType<LoadOwnKeys> {
  const done = new AbortController();
  const late = pause(timeoutMs, undefined, { signal: done.signal, ref: false });
  try {
    return await Promise.race([
      load(),
      late.then(() => Promise.reject(unavailable("OwnKeysTimedOut"))),
    ]);
  } catch (error) {
    if (error instanceof AwsCallError) throw error;
    // The chain's own words name files and profiles, and could quote what stands in them.
    throw unavailable("NoOwnKeys");
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}

function unavailable(code: "NoOwnKeys" | "OwnKeysTimedOut" | "OwnKeysElsewhere"): AwsCallError {
  return notSent("GetCallerIdentity", code);
}
