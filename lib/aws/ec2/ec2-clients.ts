import { createHash } from "node:crypto";
import { EC2Client } from "@aws-sdk/client-ec2";
import { MINUTE, type Clock, type EpochMs } from "../../clock";
import { comesFrom, toCacheKey } from "../cache-key.pure";
import type { ClockOffset } from "../clock-offset";
import type { AwsKeys, Transport } from "../transport";

export interface Ec2Clients {
  get(options: ClientOf): EC2Client;
  /** Those whose keys come from this saved credential. */
  forget(credentialId: string): void;
  clear(): void;
}

interface ClientOf {
  keys: AwsKeys;
  /** Where they come from: `Access.credentialIds`. */
  credentialIds: readonly string[];
  region: string;
  connection: "pooled" | "fresh";
}

/**
 * Some 14 KiB each in use; made anew for every call, each takes a quarter of a millisecond. As many
 * as keep those that send in a burst, while those that look every 15 s are made anew.
 */
export const CLIENTS_MAX = 250;

/**
 * Those of keys that another process has changed or deleted are asked for no more, and this one does not
 * hear of it.
 */
const IDLE_MS_MAX = 10 * MINUTE;

/** AWS believes a signature that is so far off. */
const CLOCK_APART_MS = 4 * MINUTE;

/** One client per keys, region and kind of connection; the one unused for longest goes first. */
export function createEc2Clients(deps: {
  transport: Transport;
  endpoint: string | undefined;
  clockOffset: ClockOffset;
  /** For how long a client was not used. */
  clock: Clock;
}): Ec2Clients {
  const { transport, endpoint, clockOffset, clock } = deps;
  // A map goes by the order in which keys were set: the one unused for longest comes first.
  const clients = new Map<string, { client: EC2Client; usedAt: EpochMs }>();

  function keep(key: string, client: EC2Client): EC2Client {
    const usedAt = clock.now();
    clients.set(key, { client, usedAt });
    for (const [oldest, held] of clients) {
      if (clients.size <= CLIENTS_MAX && usedAt - held.usedAt <= IDLE_MS_MAX) break;
      clients.delete(oldest);
    }
    return client;
  }

  return {
    get({ keys, credentialIds, region, connection }) {
      const key = toCacheKey(credentialIds, [connection, region, fingerprint(keys)]);
      const offsetMs = clockOffset.toApply();
      const known = clients.get(key)?.client;
      clients.delete(key);
      if (known && !isStale(known, offsetMs)) return keep(key, known);
      const client = new EC2Client({
        ...transport.clientConfig({ region, endpoint, keys }, connection),
        systemClockOffset: offsetMs,
      });
      // It copies every answer for a log that nobody writes: a tenth of a large page's time.
      client.middlewareStack.remove("loggerMiddleware");
      return keep(key, client);
    },
    forget(credentialId) {
      for (const key of clients.keys()) if (comesFrom(key, credentialId)) clients.delete(key);
    },
    clear: () => clients.clear(),
  };
}

/** Each learns from its own answers alone: one whose clock was set meanwhile would be refused first. */
function isStale({ config }: EC2Client, offsetMs: number): boolean {
  return Math.abs(config.systemClockOffset - offsetMs) > CLOCK_APART_MS;
}

function fingerprint({ accessKeyId, secretAccessKey, sessionToken }: AwsKeys): string {
  const text = JSON.stringify([accessKeyId, secretAccessKey, sessionToken]);
  return createHash("sha256").update(text).digest("hex");
}
