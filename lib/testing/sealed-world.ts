import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Context } from "../context";
import type { SealedPlace, Vault } from "../crypto";
import { accounts, channels, credentials, eventbridgePlaces } from "../db/schema";
import type { Runtime } from "../runtime";
import { placeIn, SEALED_COLUMNS } from "../vault/sealed-columns";
import { listSealed } from "../vault/sealed-secrets.repo";
import { createTestRuntime, type TestRuntime } from "./create-test-runtime";
import { createTestUser } from "./people";

export const FIRST_KEY = Buffer.alloc(32, 7);

/** An installation whose ring lives in a file, with secrets in every sealed column. */
export interface SealedWorld {
  runtime: TestRuntime;
  ctx: Context;
  ringFile: string;
  ring(): string;
  close(): Promise<void>;
}

export async function createSealedWorld(): Promise<SealedWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-sealed-"));
  const ringFile = path.join(folder, "ring");
  writeFileSync(ringFile, `k1:${FIRST_KEY.toString("base64")}\n`, { mode: 0o600 });
  const runtime = await createTestRuntime({ env: { AMIVAULT_ENCRYPTION_KEY_FILE: ringFile } });
  return {
    runtime,
    ctx: cliContext(runtime),
    ringFile,
    ring: () => readFileSync(ringFile, "utf8").trim(),
    async close() {
      await runtime.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function cliContext(runtime: Runtime): Context {
  const actor = { type: "cli", name: "keys" } as const;
  return { runtime, actor, accounts: "all", requestId: "req_keys", address: null };
}

/** The plain text of what `plantSecrets` seals there. */
export const plainAt = ({ table, column, rowId }: SealedPlace) =>
  `plain ${table} ${column} ${rowId}`;

/** `count` rows for each table, some of them deleted; sealed by the vault or as versions before did. */
export async function plantSecrets(
  { db }: Runtime,
  options: { count: number; seal(plain: string, place: SealedPlace): string; runtime: Runtime },
): Promise<void> {
  const { count, runtime } = options;
  const at = { createdAt: 0, updatedAt: 0 };
  const seal = (table: string, column: string, rowId: string): string => {
    const place = { table, column, rowId };
    return options.seal(plainAt(place), place);
  };
  const ids = Array.from({ length: count }, (_, index) => String(index).padStart(4, "0"));
  const account = { id: "acc_1", accountId: "123456789012", partition: "aws", createdAt: 0 };
  await db.write(async (tx) => {
    await tx.insert(accounts).values(account);
    for (const id of ids) {
      const deletedAt = Number(id) % 3 === 0 ? 1 : null;
      await tx.insert(credentials).values({
        id: `crd_${id}`,
        accountRef: account.id,
        name: id,
        kind: "access_key",
        defaultRegion: "eu-central-1",
        secret: seal("credentials", "secret", `crd_${id}`),
        deletedAt,
        ...at,
      });
      await tx.insert(channels).values({
        id: `chn_${id}`,
        name: id,
        kind: "slack",
        config: {},
        rules: {},
        secret: seal("channels", "secret", `chn_${id}`),
        deletedAt,
        ...at,
      });
      await tx.insert(eventbridgePlaces).values({
        id: `evp_${id}`,
        accountRef: account.id,
        region: `eu-${id}`,
        callbackKey: seal("eventbridge_places", "callback_key", `evp_${id}`),
        previousKey: seal("eventbridge_places", "previous_key", `evp_${id}`),
        ...at,
      });
    }
  });
  for (const id of ids) {
    const totpSecret = seal("users", "totp_secret", `usr_${id}`);
    await createTestUser(runtime, { id: `usr_${id}`, username: `u-${id}`, totpSecret });
  }
}

/** As versions before the envelope wrote it, under k1. */
export function sealAsBefore(text: string, { table, column, rowId }: SealedPlace): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", FIRST_KEY, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify([table, column, rowId]), "utf8"));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.k1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

export interface FoundSecret {
  place: SealedPlace;
  sealed: string;
}

export async function everySecret({ db }: Pick<Runtime, "db">): Promise<FoundSecret[]> {
  const found: FoundSecret[] = [];
  for (const column of SEALED_COLUMNS) {
    const rows = await listSealed(db.read, column, { after: "", limit: 10_000 });
    for (const { id, sealed } of rows) found.push({ place: placeIn(column, id), sealed });
  }
  return found;
}

/** Places whose secret does not open, or opens to something else than was planted. */
export function wronglyOpened(
  vault: Pick<Vault, "open">,
  secrets: readonly FoundSecret[],
): string[] {
  return secrets
    .filter(({ place }) => place.table !== "audit_keys")
    .filter(({ place, sealed }) => vault.open(sealed, place) !== plainAt(place))
    .map(({ place }) => JSON.stringify(place));
}
