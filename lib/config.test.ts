import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadConfig } from "./config";
import { ServiceError } from "./errors";
import { formatKeyRing, parseKeyRing } from "./vault/key-ring";

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), "amivault-config-")), "data");
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const KEY = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const embedded = () => ({ AMIVAULT_MODE: "embedded", AMIVAULT_DATA_DIR: folder });
const distributed = (mode: "web" | "worker" = "web") => ({
  AMIVAULT_MODE: mode,
  AMIVAULT_DATA_DIR: folder,
  REDIS_URL: "redis://127.0.0.1:6379",
  AMIVAULT_INSTALLATION_ID: "amivault-test",
  AMIVAULT_ENCRYPTION_KEY: KEY,
  NEXTAUTH_SECRET: "x".repeat(32),
});

function refusal(env: Record<string, string | undefined>): ServiceError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error("The settings were accepted.");
}

test("embedded makes its own secrets once, readable by nobody else", () => {
  const first = loadConfig(embedded());
  const again = loadConfig(embedded());
  expect(again).toEqual(first);
  expect(first.installationId).toMatch(/^amivault-[0-9a-f]{16}$/);
  expect(first.sessionSecret.length).toBeGreaterThanOrEqual(64);
  expect(parseKeyRing(first.encryptionKey).keys.size).toBe(1);
  expect(first.encryptionKey).toMatch(/^k1x[0-9a-f]{8}:/);
  expect(readdirSync(folder)).toHaveLength(3);
  for (const file of readdirSync(folder)) {
    expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
  }
});

test("a ring that is made anew has another id than the one that was lost", () => {
  const lost = parseKeyRing(loadConfig(embedded()).encryptionKey);
  rmSync(path.join(folder, "encryption-key"));
  const made = parseKeyRing(loadConfig(embedded()).encryptionKey);
  expect(made.currentKeyId).not.toBe(lost.currentKeyId);
  // Both can be in one ring.
  const both = parseKeyRing(formatKeyRing(new Map([...made.keys, ...lost.keys])));
  expect(both.keys.size).toBe(2);
});

test("production says which mode it runs in", () => {
  const error = refusal({ NODE_ENV: "production", AMIVAULT_DATA_DIR: folder });
  expect(error.message).toBe("AMIVAULT_MODE is not set.");
  expect(error.suggestion).toContain("AMIVAULT_MODE=embedded");
  expect(loadConfig({ AMIVAULT_DATA_DIR: folder }).mode).toBe("embedded");
});

describe("several processes", () => {
  test("accepts a complete set, for web and worker", () => {
    expect(loadConfig(distributed("web")).redisUrl).toBe("redis://127.0.0.1:6379");
    expect(loadConfig(distributed("worker")).mode).toBe("worker");
  });

  test.each(["AMIVAULT_INSTALLATION_ID", "AMIVAULT_ENCRYPTION_KEY", "NEXTAUTH_SECRET"])(
    "%s is refused when missing, with the command that makes one, and nothing is invented",
    (name) => {
      const error = refusal({ ...distributed(), [name]: "" });
      expect(error.message).toBe(`${name} is not set.`);
      expect(error.suggestion).toMatch(/^Make one with: node -e /);
      expect(() => readdirSync(folder)).toThrow("ENOENT");
    },
  );

  test("Redis is not optional", () => {
    expect(refusal({ ...distributed(), REDIS_URL: undefined }).message).toContain("REDIS_URL");
  });
});

test.each([
  ["AMIVAULT_MODE", "cluster"],
  ["AMIVAULT_INSTALLATION_ID", "Has Capitals"],
  ["AMIVAULT_TRUSTED_PROXIES", "-1"],
  ["AMIVAULT_API_SHARE_PERCENT", "0"],
  ["AMIVAULT_API_SHARE_PERCENT", "101"],
  ["AMIVAULT_ALLOWED_PRIVATE_TARGETS", "10.0.0.0/33"],
  ["AMIVAULT_ALLOWED_PRIVATE_TARGETS", "https://mail.internal"],
  ["REDIS_URL", "http://127.0.0.1"],
  ["NEXTAUTH_URL", "ftp://example.com"],
  ["NEXTAUTH_SECRET", "short"],
  ["ADMIN_EMAIL", "nobody"],
  ["DEFAULT_RETENTION_DAYS", "0"],
  ["PORT", "65536"],
  ["LOG_LEVEL", "loud"],
  ["AWS_ENDPOINT_URL", "localhost:4566"],
])("%s=%s is refused by name", (name, value) => {
  const error = refusal({ ...embedded(), [name]: value });
  expect(error.message).toContain(name);
  expect(error.suggestion).toContain(".env.example");
});

test.each([
  ["no id", Buffer.alloc(32).toString("base64")],
  ["too short a key", `k1:${Buffer.alloc(31).toString("base64")}`],
  ["nothing at all after the id", "k1:"],
  ["a second key that is broken", `${KEY},k2:abc`],
])("an encryption key with %s is refused with the command that makes one", (_what, key) => {
  const error = refusal({ ...embedded(), AMIVAULT_ENCRYPTION_KEY: key });
  expect(error.message).toContain("AMIVAULT_ENCRYPTION_KEY");
  expect(error.suggestion).toContain("randomBytes(32)");
});

test("the gateway's ARN becomes the address that functions call; a wrong one is told what is right", () => {
  const arn = "arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/prod";
  const config = loadConfig({ ...embedded(), API_GATEWAY_ENDPOINT: arn });
  expect(config.gatewayCallbackUrl).toBe(
    "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/api/backup-callback",
  );
  const error = refusal({ ...embedded(), API_GATEWAY_ENDPOINT: "http://10.0.0.7/" });
  expect(error.message).toContain("API_GATEWAY_ENDPOINT is not valid. Use https");
  expect(error.suggestion).toContain("API_GATEWAY_ENDPOINT=https://");
  const allowed = { AMIVAULT_ALLOWED_PRIVATE_TARGETS: "10.0.0.0/8" };
  const plain = loadConfig({ ...embedded(), ...allowed, API_GATEWAY_ENDPOINT: "http://10.0.0.7/" });
  expect(plain.gatewayCallbackUrl).toBe("http://10.0.0.7/api/backup-callback");
});

test("no refusal repeats a secret", () => {
  const secret = "hunter2-hunter2";
  for (const name of ["NEXTAUTH_SECRET", "AMIVAULT_ENCRYPTION_KEY", "REDIS_URL"]) {
    const error = refusal({ ...embedded(), [name]: secret });
    expect(`${error.message} ${error.suggestion}`).not.toContain(secret);
  }
});

test("a secret may come from a file, which wins over an empty setting", () => {
  const file = path.join(path.dirname(folder), "secret");
  writeFileSync(file, `${"s".repeat(40)}\n`);
  const config = loadConfig({ ...embedded(), NEXTAUTH_SECRET: "", NEXTAUTH_SECRET_FILE: file });
  expect(config.sessionSecret).toBe("s".repeat(40));
  expect(readFileSync(file, "utf8")).toContain("s");
  const missing = refusal({ ...embedded(), NEXTAUTH_SECRET_FILE: `${file}-missing` });
  expect(missing.message).toContain("NEXTAUTH_SECRET_FILE");
});

test("a line without a value means not set", () => {
  const config = loadConfig({ ...embedded(), PORT: "", LOG_LEVEL: "  ", REDIS_URL: "" });
  expect(config.listen).toEqual({ host: "127.0.0.1", port: 8080 });
  expect(config.logLevel).toBe("info");
});
