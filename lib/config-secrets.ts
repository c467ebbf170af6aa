import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createFileOnce } from "./create-file-once";
import { PreconditionFailedError } from "./errors";
import { KEY_BYTES } from "./vault/aes-gcm";
import { formatKeyRing, KEY_COMMAND, ownKeyId, parseKeyRing } from "./vault/key-ring";

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
    generate: () => toRing(randomBytes(KEY_BYTES)),
  },
  sessionSecret: {
    file: "session-secret",
    setting: "NEXTAUTH_SECRET",
    command: `node -e "console.log(crypto.randomBytes(48).toString('base64'))"`,
    generate: () => randomBytes(48).toString("base64"),
  },
};

export interface FoundSecrets extends InstallationSecrets {
  /** Where the key ring lives, if that is a file: it is followed. */
  encryptionKeyFile: string | undefined;
}

export function readOrCreateSecrets(options: {
  dataDir: string;
  mayCreate: boolean;
  given: Partial<InstallationSecrets>;
  /** The file a given key ring was read from. */
  givenKeyFile: string | undefined;
}): FoundSecrets {
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
  if (options.given.encryptionKey) return { ...secrets, encryptionKeyFile: options.givenKeyFile };
  return {
    ...secrets,
    encryptionKeyFile: path.join(options.dataDir, SOURCES.encryptionKey.file),
  };
}

/** A ring that is made anew must not pass for one that was lost. */
function toRing(key: Buffer): string {
  return formatKeyRing(new Map([[ownKeyId("k1", key), key]]));
}

function fromFile(
  options: { dataDir: string; mayCreate: boolean },
  source: Source,
): string | undefined {
  const file = path.join(options.dataDir, source.file);
  const known = readIfThere(file);
  if (known !== undefined) return requireText(file, known);
  if (!options.mayCreate) return undefined;
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  try {
    createFileOnce(file, `${source.generate()}\n`);
  } catch (cause) {
    throw new PreconditionFailedError(`${file} cannot be written.`, {
      cause,
      suggestion: "Choose a writable folder with AMIVAULT_DATA_DIR.",
    });
  }
  // Whoever was first: two processes that start at once have the same.
  return requireText(file, readFileSync(file, "utf8"));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw new PreconditionFailedError(`${file} cannot be read.`, {
      cause,
      suggestion: "Let the user that AMIVault runs as read it, and nobody else.",
    });
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Another value in its place would lock out all that was sealed or signed with the one that stood there. */
function requireText(file: string, text: string): string {
  if (text.trim() !== "") return text.trim();
  throw new PreconditionFailedError(`${file} is empty.`, {
    suggestion:
      "Put back what stood in it. If this is the first start, and nothing was saved yet, remove it: it is made anew.",
  });
}
