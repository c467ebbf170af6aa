import { recordAudit } from "../audit/record-audit";
import type { CallerIdentity } from "../aws/aws";
import { secretPlace } from "../aws/credential-store";
import type { Context } from "../context";
import { findOrAddAccount } from "../credentials/account.repo";
import {
  findCredentialByName,
  insertCredential,
  type CredentialRow,
} from "../credentials/credential.repo";
import { RegionName } from "../credentials/schemas";
import { ServiceError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { newId } from "../ids";
import { leaveOut, type ImportReport } from "./import-report";
import type { Original } from "./read-original";

export interface ImportedCredential {
  /** Null in a check: nothing is stored. */
  credentialId: string | null;
  accountRef: string | null;
  accountId: string;
  keys: Keys;
}

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

interface Wanted extends Keys {
  name: string;
  region: string;
}

/**
 * Each key once, by its access key id, sealed. AWS alone knows the account of a key: one that it
 * does not take is left out, with everything it reaches, and can be imported once it is mended.
 */
export async function importCredentials(
  ctx: Context,
  options: { original: Original; report: ImportReport; check: boolean },
): Promise<ReadonlyMap<string, ImportedCredential>> {
  const { original, report, check } = options;
  const found = new Map<string, ImportedCredential>();
  for (const wanted of listWanted(original)) {
    const identity = await identify(ctx, wanted, report);
    if (!identity) continue;
    const { accessKeyId, secretAccessKey } = wanted;
    const keys = { accessKeyId, secretAccessKey };
    const { known, name } = await recognise(ctx, wanted.name, identity);
    if (name === null) {
      const why = "credentials of other accounts have its name; rename them.";
      leaveOut(report, "credentials", `Credential ${wanted.name}: ${why}`);
      continue;
    }
    if (known) report.credentials.present += 1;
    else report.credentials.imported += 1;
    const stored = known
      ? { credentialId: known.id, accountRef: known.accountRef }
      : check
        ? { credentialId: null, accountRef: null }
        : await insert(ctx, { wanted: { ...wanted, name }, identity });
    found.set(accessKeyId, { ...stored, accountId: identity.accountId, keys });
  }
  return found;
}

/** Named ones first; then the keys that instances carried themselves. */
function listWanted({ aws_credentials, instances }: Original): Wanted[] {
  const wanted = new Map<string, Wanted>();
  const add = (each: Wanted) => {
    if (each.accessKeyId !== "" && !wanted.has(each.accessKeyId))
      wanted.set(each.accessKeyId, each);
  };
  for (const { name, access_key, secret_key, region } of aws_credentials) {
    add({ name, region, accessKeyId: access_key.trim(), secretAccessKey: secret_key.trim() });
  }
  for (const { access_key, secret_key, region } of instances) {
    const accessKeyId = access_key?.trim() ?? "";
    const name = `Imported key …${accessKeyId.slice(-4)}`;
    add({ name, region, accessKeyId, secretAccessKey: secret_key?.trim() ?? "" });
  }
  return [...wanted.values()];
}

async function identify(
  ctx: Context,
  { name, region, accessKeyId, secretAccessKey }: Wanted,
  report: ImportReport,
): Promise<CallerIdentity | null> {
  const why = (text: string) => leaveOut(report, "credentials", `Credential ${name}: ${text}`);
  if (!RegionName.safeParse(region).success) {
    why("its region is none of AWS's.");
    return null;
  }
  try {
    const given = { kind: "access_key", accessKeyId, secretAccessKey } as const;
    return await ctx.runtime.aws.identify(given, region);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    why(`AWS did not say whose it is. ${error.message}`);
    return null;
  }
}

/**
 * A name alone tells nothing: only a credential of the account that AWS said is the same one. A
 * name that another account's has is told apart by the account; null where that is taken as well.
 */
async function recognise(
  ctx: Context,
  wanted: string,
  { accountId, partition }: CallerIdentity,
): Promise<{ known: CredentialRow | null; name: string | null }> {
  let free: string | null = null;
  for (const name of [wanted, `${wanted} (${accountId})`]) {
    const known = await findCredentialByName(ctx.runtime.db.read, name);
    if (known?.accountId === accountId && known.partition === partition) return { known, name };
    if (!known) free ??= name;
  }
  return { known: null, name: free };
}

/** What it may do is looked at when it is first used or checked. */
async function insert(
  ctx: Context,
  { wanted, identity }: { wanted: Wanted; identity: CallerIdentity },
): Promise<{ credentialId: string; accountRef: string }> {
  const { runtime } = ctx;
  const now = runtime.clock.now();
  const { name, region, accessKeyId, secretAccessKey } = wanted;
  return runtime.db.write(async (tx) => {
    const { account } = await findOrAddAccount(tx, runtime, identity);
    const id = newId("crd", now, runtime.random);
    const secret = JSON.stringify({ accessKeyId, secretAccessKey });
    await insertCredential(tx, {
      id,
      accountRef: account.id,
      name,
      kind: "access_key",
      defaultRegion: region,
      accessKeyIdLast4: accessKeyId.slice(-4),
      secret: runtime.vault.seal(secret, secretPlace(id)),
      sourceCredentialId: null,
      roleArn: null,
      externalId: null,
      expiresAt: null,
      callerArn: identity.arn,
      validatedAt: null,
      validationError: null,
      permissions: null,
      createdBy: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    });
    await recordAudit(tx, ctx, {
      action: "import.credential",
      targetType: "credential",
      targetId: id,
      accountRef: account.id,
      after: { name, accountId: identity.accountId, defaultRegion: region },
    });
    await emitEvent(runtime, tx, {
      type: "credential.changed",
      entityId: id,
      accountRef: account.id,
    });
    return { credentialId: id, accountRef: account.id };
  });
}
