import { AwsCallError } from "../aws-call-error";
import { callAws, type Attempt, type CallDeps, type CallTarget } from "../call-aws";
import type { AwsKeys, Transport } from "../transport";

/** Sends a call that may be said twice: everything here looks first, or is content with what is there. */
export type ServiceCaller<Client> = <Output>(
  action: string,
  send: (client: Client, attempt: Attempt) => Promise<Output>,
) => Promise<Output>;

export type ClientConfig = ReturnType<Transport["clientConfig"]> & { systemClockOffset: number };

export interface CallerOptions {
  deps: CallDeps;
  transport: Transport;
  endpoint: string | undefined;
  target: CallTarget;
  /** Asked before every attempt: a session may have ended in between. */
  keys(): Promise<AwsKeys>;
}

/** One client at a time, for as long as its keys are in use and the adapter is held. */
export function createServiceCaller<Client>(
  options: CallerOptions,
  create: (config: ClientConfig) => Client,
): ServiceCaller<Client> {
  const { deps, transport, endpoint, target } = options;
  let current: { keys: AwsKeys; client: Client } | null = null;

  async function client(): Promise<Client> {
    const keys = await options.keys();
    if (current && isSame(current.keys, keys)) return current.client;
    const settings = { region: target.region, endpoint, keys };
    const made = create({
      ...transport.clientConfig(settings, "pooled"),
      systemClockOffset: deps.clockOffset.toApply(),
    });
    current = { keys, client: made };
    return made;
  }

  return (action, send) =>
    callAws(deps, target, {
      action,
      repeat: "reads",
      send: async (attempt) => send(await client(), attempt),
    });
}

function isSame(a: AwsKeys, b: AwsKeys): boolean {
  return (
    a.accessKeyId === b.accessKeyId &&
    a.secretAccessKey === b.secretAccessKey &&
    a.sessionToken === b.sessionToken
  );
}

/** Null for what AWS does not have. */
export async function orNull<T>(call: Promise<T>, ...codes: readonly string[]): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsCallError && codes.includes(error.awsCode)) return null;
    throw error;
  }
}
