import http from "node:http";
import https from "node:https";

const CONNECT_TIMEOUT_MS = 5_000;
/** From the first byte sent to the last one read; a lease must outlast it by 10 s. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** What both services' clients are made with; nothing is read from the environment or ~/.aws. */
export interface ClientSettings {
  region: string;
  endpoint: string | undefined;
  keys: AwsKeys;
}

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface Transport {
  /** `fresh`: a connection of its own, so that no idle one that AWS just closed loses the call. */
  clientConfig(settings: ClientSettings, connection: "pooled" | "fresh"): ClientConfig;
  close(): void;
}

interface Agents {
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
}

type ClientConfig = ReturnType<typeof toClientConfig>;

export function createTransport(requestTimeoutMs: number): Transport {
  const pooled = createAgents({ keepAlive: true, maxSockets: 50 });
  const fresh = createAgents({ keepAlive: false });
  return {
    clientConfig: (settings, connection) =>
      toClientConfig(settings, connection === "pooled" ? pooled : fresh, requestTimeoutMs),
    close() {
      for (const agent of [...Object.values(pooled), ...Object.values(fresh)]) agent.destroy();
    },
  };
}

function createAgents(options: http.AgentOptions): { [K in keyof Agents]: Agents[K] } {
  return { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) };
}

function toClientConfig(settings: ClientSettings, agents: Agents, requestTimeout: number) {
  const { accessKeyId, secretAccessKey, sessionToken } = settings.keys;
  return {
    region: settings.region,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    // One attempt: whether a call may be repeated depends on what it did (see call-aws.ts).
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard" as const,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "amivault",
    logger: SILENT,
    requestHandler: {
      ...agents,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout,
      throwOnRequestTimeout: true,
      logger: SILENT,
    },
  };
}

function ignore(): void {}

/** The SDK's own words could carry what was sent. */
const SILENT = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
