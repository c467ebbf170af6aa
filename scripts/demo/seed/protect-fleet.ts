import type { Context } from "#lib/context";
import { addCredential } from "#lib/credentials/add-credential";
import type { CredentialDto } from "#lib/credentials/dto";
import { suggestExternalId } from "#lib/credentials/external-id";
import { addInstance } from "#lib/instances/add-instance";
import type { InstanceDto } from "#lib/instances/dto";
import type { ControlClient } from "#simulator/control/client";
import type { AccountView, InstanceView } from "#simulator/control/views";
import { fraction } from "./plan-history";

export interface ProtectedInstance {
  instance: InstanceDto;
  volumeGiB: number;
}

const SHARE_PROTECTED = 0.75;

/** A credential per account: keys of the first, and from it a role in each of the others. */
export async function addCredentials(
  ctx: Context,
  control: ControlClient,
): Promise<Map<string, CredentialDto>> {
  const added = new Map<string, CredentialDto>();
  let first: CredentialDto | null = null;
  for (const account of await control.listAccounts()) {
    const credential: CredentialDto = await (first
      ? addRole(ctx, control, { account, source: first })
      : addKeys(ctx, account));
    first ??= credential;
    added.set(account.accountId, credential);
  }
  return added;
}

/** Most of the fleet; what is left shows what is unprotected, and what the check protects. */
export async function protectFleet(input: {
  ctx: Context;
  control: ControlClient;
  credentials: ReadonlyMap<string, CredentialDto>;
}): Promise<ProtectedInstance[]> {
  const fleet = (await input.control.listInstances()).filter(isWanted);
  const added: ProtectedInstance[] = [];
  for (const wanted of fleet) {
    const credential = input.credentials.get(wanted.accountId);
    if (!credential) continue;
    const { region, instanceId } = wanted;
    const schedule = scheduleOf(wanted);
    const instance = await addInstance(input.ctx, {
      credentialId: credential.id,
      region,
      instanceId,
      ...(schedule === null ? {} : { schedule }),
    });
    added.push({ instance, volumeGiB: volumeGiB(wanted) });
  }
  return added;
}

function addKeys(ctx: Context, account: AccountView): Promise<CredentialDto> {
  const [key] = account.keys;
  if (!key) throw new Error(`The simulator's account ${account.accountId} has no key.`);
  return addCredential(ctx, {
    name: account.name,
    region: regionOf(account),
    kind: "access_key",
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
  });
}

/** As a person does it: a role of its own whose trust asks for the external id that was issued here. */
async function addRole(
  ctx: Context,
  control: ControlClient,
  { account, source }: { account: AccountView; source: CredentialDto },
): Promise<CredentialDto> {
  const externalId = await suggestExternalId(ctx);
  const { accountId } = account;
  const trusts = [source.accountId];
  const role = await control.createRole({ accountId, name: "AmiVault", trusts, externalId });
  return addCredential(ctx, {
    name: account.name,
    region: regionOf(account),
    kind: "assume_role",
    roleArn: role.arn,
    externalId,
    sourceCredentialId: source.id,
  });
}

function regionOf({ regions }: AccountView): string {
  return Object.keys(regions)[0] ?? "us-east-1";
}

function isWanted(instance: InstanceView): boolean {
  const alive = instance.state === "running" || instance.state === "stopped";
  return alive && fraction(instance.instanceId) < SHARE_PROTECTED;
}

/** Databases twice a day, bastions once a week; null is the default schedule. */
function scheduleOf({ tags }: InstanceView): string | null {
  if (tags["Role"] === "database") return "30 1,13 * * *";
  if (tags["Role"] === "bastion") return "0 4 * * 0";
  return null;
}

function volumeGiB({ volumes }: InstanceView): number {
  return volumes.reduce((sum, { sizeGib }) => sum + sizeGib, 0);
}
