import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { LogFileSettings } from "./log-files";
import { PreconditionFailedError } from "./errors";
import { readOrCreateSecrets, type FoundSecrets } from "./config-secrets";
import { requireInstallation } from "./config-installation";
import { toGatewayAddress } from "./eventbridge/callback-address.pure";
import { mayBePlain } from "./outbound/may-be-plain";
import { parseAllowedTarget } from "./outbound/target-policy";

export const MODES = ["embedded", "web", "worker"] as const;
export type Mode = (typeof MODES)[number];

/** Settings that may come from a file named by `<NAME>_FILE`, as containers' secrets do. */
const FILE_SETTINGS = [
  "ADMIN_PASSWORD",
  "AMIVAULT_ENCRYPTION_KEY",
  "DATABASE_AUTH_TOKEN",
  "NEXTAUTH_SECRET",
  "REDIS_URL",
] as const;

const WEAK_SECRET = `use at least 32 characters; make one with: node -e "console.log(crypto.randomBytes(48).toString('base64'))"`;

const optionalText = z.string().trim().min(1).optional();

/** The keys equal those of .env.example; a test holds them together. */
export const EnvironmentSchema = z.object({
  NODE_ENV: optionalText,
  AMIVAULT_MODE: z.enum(MODES).optional(),
  AMIVAULT_DATA_DIR: z.string().trim().min(1).default("data"),
  AMIVAULT_INSTALLATION_ID: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{5,62}$/, "use 6 to 63 of a-z, 0-9 and -")
    .optional(),
  AMIVAULT_ENCRYPTION_KEY: optionalText,
  AMIVAULT_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  AMIVAULT_API_SHARE_PERCENT: z.coerce.number().int().min(1).max(100).default(50),
  AMIVAULT_ALLOWED_PRIVATE_TARGETS: z
    .string()
    .refine(
      (text) => toList(text).every((target) => parseAllowedTarget(target) !== null),
      "write host names, addresses and CIDRs with commas between, for example mail.internal,10.0.0.0/8",
    )
    .optional(),
  DATABASE_URL: optionalText,
  DATABASE_AUTH_TOKEN: optionalText,
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  NEXTAUTH_SECRET: z.string().min(32, WEAK_SECRET).optional(),
  ADMIN_USERNAME: optionalText,
  ADMIN_PASSWORD: z.string().min(1).optional(),
  ADMIN_EMAIL: z.email().optional(),
  DEFAULT_BACKUP_FREQUENCY: z.string().trim().min(1).default("daily"),
  DEFAULT_BACKUP_TIMEZONE: z.string().trim().min(1).default("UTC"),
  DEFAULT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),
  LOG_DIR: optionalText,
  LOG_FILE_SIZE_MIB: z.coerce.number().int().min(1).max(1024).default(10),
  LOG_FILES: z.coerce.number().int().min(1).max(100).default(5),
  AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/ }).optional(),
  API_GATEWAY_ENDPOINT: optionalText,
});

type Environment = z.infer<typeof EnvironmentSchema>;

export interface Config {
  mode: Mode;
  production: boolean;
  dataDir: string;
  database: { url: string; authToken: string | undefined };
  redisUrl: string | undefined;
  installationId: string;
  /** `id:base64` pairs, newest first, as at the start; see lib/vault/key-ring.ts. */
  encryptionKey: string;
  /** Where the key ring lives, if that is a file: it may change while the process runs. */
  encryptionKeyFile: string | undefined;
  sessionSecret: string;
  /** Where browsers reach the application, if it was said. */
  publicUrl: string | undefined;
  trustedProxies: number;
  apiSharePercent: number;
  /** Host names, addresses and CIDRs that channels may call although they are private. */
  allowedPrivateTargets: string[];
  admin: { username: string; password: string | undefined; email: string | undefined };
  defaults: { backupFrequency: string; zone: string; retentionDays: number };
  listen: { host: string; port: number };
  logLevel: string;
  /** Undefined: standard output alone. */
  logFiles: LogFileSettings | undefined;
  awsEndpointUrl: string | undefined;
  /** Where functions in AWS send their reports, whole; undefined: at the public address. */
  gatewayCallbackUrl: string | undefined;
}

type RawEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks every setting; an error says which one is wrong and how to mend it. What works on an
 * installation that is there says `mustExist`, so that a wrong folder does not become another one.
 */
export function loadConfig(
  env: RawEnvironment = process.env,
  { mustExist = false }: { mustExist?: boolean } = {},
): Config {
  const parsed = EnvironmentSchema.safeParse(withoutBlanks(withFiles(env)));
  if (!parsed.success) {
    throw new PreconditionFailedError(
      `The settings are not valid.\n${z.prettifyError(parsed.error)}`,
      {
        suggestion: "Correct them in .env or in the environment; .env.example explains every line.",
      },
    );
  }
  const settings = parsed.data;
  const mode = requireMode(settings);
  const dataDir = path.resolve(settings.AMIVAULT_DATA_DIR);
  const url = settings.DATABASE_URL ?? `file:${path.join(dataDir, "amivault.db")}`;
  const urlSetting = settings.DATABASE_URL === undefined ? "AMIVAULT_DATA_DIR" : "DATABASE_URL";
  if (mustExist) requireInstallation({ url, urlSetting, mode, dataDir });
  const keyFile = env["AMIVAULT_ENCRYPTION_KEY_FILE"];
  // Next's server changes the working folder.
  const givenKeyFile = keyFile ? path.resolve(keyFile) : undefined;
  const secrets = requireSecrets({ settings, mode, dataDir, givenKeyFile });
  return toConfig(settings, { mode, dataDir, secrets, url });
}

function toConfig(
  settings: Environment,
  found: { mode: Mode; dataDir: string; secrets: FoundSecrets; url: string },
): Config {
  const { mode, dataDir, secrets, url } = found;
  return {
    mode,
    production: settings.NODE_ENV === "production",
    dataDir,
    database: {
      url,
      authToken: settings.DATABASE_AUTH_TOKEN,
    },
    redisUrl: mode === "embedded" ? undefined : settings.REDIS_URL,
    installationId: secrets.installationId,
    encryptionKey: secrets.encryptionKey,
    encryptionKeyFile: secrets.encryptionKeyFile,
    sessionSecret: secrets.sessionSecret,
    publicUrl: settings.NEXTAUTH_URL,
    trustedProxies: settings.AMIVAULT_TRUSTED_PROXIES,
    apiSharePercent: settings.AMIVAULT_API_SHARE_PERCENT,
    allowedPrivateTargets: toList(settings.AMIVAULT_ALLOWED_PRIVATE_TARGETS ?? ""),
    admin: {
      username: settings.ADMIN_USERNAME ?? "admin",
      password: settings.ADMIN_PASSWORD,
      email: settings.ADMIN_EMAIL,
    },
    defaults: {
      backupFrequency: settings.DEFAULT_BACKUP_FREQUENCY,
      zone: settings.DEFAULT_BACKUP_TIMEZONE,
      retentionDays: settings.DEFAULT_RETENTION_DAYS,
    },
    listen: { host: settings.HOST, port: settings.PORT },
    logLevel: settings.LOG_LEVEL,
    logFiles: toLogFiles(settings),
    awsEndpointUrl: settings.AWS_ENDPOINT_URL,
    gatewayCallbackUrl: requireGatewayUrl(settings),
  };
}

function requireGatewayUrl(settings: Environment): string | undefined {
  const { API_GATEWAY_ENDPOINT, AMIVAULT_ALLOWED_PRIVATE_TARGETS } = settings;
  if (API_GATEWAY_ENDPOINT === undefined) return undefined;
  const allowed = toList(AMIVAULT_ALLOWED_PRIVATE_TARGETS ?? "");
  const address = toGatewayAddress(API_GATEWAY_ENDPOINT, { mayBePlain: mayBePlain(allowed) });
  if (address.ok) return address.url;
  throw new PreconditionFailedError(`API_GATEWAY_ENDPOINT is not valid. ${address.problem}`, {
    suggestion:
      "Set the URL or the ARN of the API's stage, for example API_GATEWAY_ENDPOINT=https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod.",
  });
}

function toLogFiles(settings: Environment): LogFileSettings | undefined {
  const { LOG_DIR, LOG_FILE_SIZE_MIB, LOG_FILES } = settings;
  if (LOG_DIR === undefined) return undefined;
  const bytesMax = LOG_FILE_SIZE_MIB * 1024 * 1024;
  return { folder: path.resolve(LOG_DIR), bytesMax, count: LOG_FILES };
}

function requireMode(settings: Environment): Mode {
  const mode = settings.AMIVAULT_MODE;
  if (!mode && settings.NODE_ENV === "production") {
    throw new PreconditionFailedError("AMIVAULT_MODE is not set.", {
      suggestion: "Set AMIVAULT_MODE=embedded for one machine, or web and worker with REDIS_URL.",
    });
  }
  if ((mode === "web" || mode === "worker") && !settings.REDIS_URL) {
    throw new PreconditionFailedError(`AMIVAULT_MODE=${mode} needs REDIS_URL.`, {
      suggestion:
        "Set REDIS_URL=redis://host:6379, or run everything in one with AMIVAULT_MODE=embedded.",
    });
  }
  return mode ?? "embedded";
}

/** Embedded generates what is missing, mode 0600; several processes must be given the same. */
function requireSecrets(options: {
  settings: Environment;
  mode: Mode;
  dataDir: string;
  givenKeyFile: string | undefined;
}): FoundSecrets {
  const { settings, mode, dataDir, givenKeyFile } = options;
  return readOrCreateSecrets({
    dataDir,
    mayCreate: mode === "embedded",
    givenKeyFile,
    given: {
      installationId: settings.AMIVAULT_INSTALLATION_ID,
      encryptionKey: settings.AMIVAULT_ENCRYPTION_KEY,
      sessionSecret: settings.NEXTAUTH_SECRET,
    },
  });
}

function withFiles(env: RawEnvironment): Record<string, string | undefined> {
  const merged: Record<string, string | undefined> = { ...env };
  for (const name of FILE_SETTINGS) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    try {
      merged[name] = readFileSync(file, "utf8").trim();
    } catch (cause) {
      throw new PreconditionFailedError(`${name}_FILE names a file that cannot be read: ${file}`, {
        cause,
      });
    }
  }
  return merged;
}

/** `NAME=` in a .env file means "not set". */
function withoutBlanks(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())),
  );
}

function toList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
