import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { KeyRing } from "./crypto";
import { PreconditionFailedError } from "./errors";

export interface InstallationSecrets {
  /** The owner tag in AWS; must survive a lost database. */
  installationId: string;
  encryptionKey: string;
  sessionSecret: string;
}

interface Source {
  file: string;
  setting: string;
  /** The command that makes a value by hand. */
  command: string;
  generate(): string;
}

const KEY_BYTES = 32;
const KEY_COMMAND = `node -e "console.log('k1:' + crypto.randomBytes(32).toString('base64'))"`;

const SOURCES: Record<keyof InstallationSecrets, Source> = {
  installationId: {
    file: "installation-id",
    setting: "AMIVAULT_INSTALLATION_ID",
    command: `node -e "console.log('amivault-' + crypto.randomBytes(8).toString('hex'))"`,
    generate: () => `amivault-${randomBytes(8).toString("hex")}`,
  },
  encryptionKey: {
    file: "encryption-key",
    setting: "AMIVAULT_ENCRYPTION_KEY",
    command: KEY_COMMAND,
    generate: () => `k1:${randomBytes(KEY_BYTES).toString("base64")}`,
  },
  sessionSecret: {
    file: "session-secret",
    setting: "NEXTAUTH_SECRET",
    command: `node -e "console.log(crypto.randomBytes(48).toString('base64'))"`,
    generate: () => randomBytes(48).toString("base64"),
  },
};

export function readOrCreateSecrets(options: {
  dataDir: string;
  mayCreate: boolean;
  given: Partial<InstallationSecrets>;
}): InstallationSecrets {
  const read = (name: keyof InstallationSecrets): string => {
    const value = options.given[name] ?? fromFile(options, SOURCES[name]);
    if (value) return value;
    throw new PreconditionFailedError(`${SOURCES[name].setting} is not set.`, {
      suggestion: `Make one with: ${SOURCES[name].command}`,
    });
  };
  const secrets: InstallationSecrets = {
    installationId: read("installationId"),
    encryptionKey: read("encryptionKey"),
    sessionSecret: read("sessionSecret"),
  };
  parseKeyRing(secrets.encryptionKey);
  return secrets;
}

/** `id:base64` pairs separated by commas, the newest first; each key has 32 bytes. */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const part of text.split(",")) {
    const match = /^([a-z0-9]{1,16}):([A-Za-z0-9+/=_-]+)$/.exec(part.trim());
    const key = match?.[2] ? Buffer.from(match[2], "base64") : null;
    if (!match?.[1] || key?.length !== KEY_BYTES) throw weakKey();
    keys.set(match[1], key);
  }
  const currentKeyId = keys.keys().next().value;
  if (!currentKeyId) throw weakKey();
  return { currentKeyId, keys };
}

function weakKey(): PreconditionFailedError {
  return new PreconditionFailedError(
    "AMIVAULT_ENCRYPTION_KEY must be one or more `id:key`, each key 32 bytes in base64.",
    { suggestion: `Make one with: ${KEY_COMMAND}` },
  );
}

function fromFile(
  options: { dataDir: string; mayCreate: boolean },
  source: Source,
): string | undefined {
  const file = path.join(options.dataDir, source.file);
  try {
    return readFileSync(file, "utf8").trim() || undefined;
  } catch {
    if (!options.mayCreate) return undefined;
  }
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${source.generate()}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new PreconditionFailedError(`${file} cannot be written.`, {
      cause,
      suggestion: "Choose a writable folder with AMIVAULT_DATA_DIR.",
    });
  }
  return readFileSync(file, "utf8").trim();
}
