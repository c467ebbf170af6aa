import { createHash } from "node:crypto";
import type { Vault } from "../crypto";
import { openNamed } from "../errors";
import {
  plainAccess,
  REVOKED_AFTER_MS,
  roleAccess,
  withLiveSession,
  type Access,
  type SessionKeys,
} from "./access";
import { AwsCallError } from "./aws-call-error";
import type { AwsPurpose, CallerIdentity, GivenCredential } from "./aws";
import { comesFrom, toCacheKey } from "./cache-key.pure";
import type { CallDeps, CallTarget } from "./call-aws";
import {
  secretPlace,
  SecretMaterial,
  type CredentialStore,
  type StoredCredential,
} from "./credential-store";
import { ofOtherAccount, unusable } from "./credential-refusals";
import { hostOf, partitionOfRegion, readRoleArn } from "./partition.pure";
import type { OwnKeys } from "./own-keys";
import { createSessionCache } from "./session-cache";
import { chainPolicyFor, sessionPolicyFor } from "./session-policy";
import { SingleFlightCache } from "./single-flight-cache";
import { assumeRole, getCallerIdentity, type StsOptions } from "./sts/sts";
import type { AwsKeys, Transport } from "./transport";

export interface AccessRequest {
  region: string;
  /** `chain` for a session that only assumes the next role. */
  purpose: AwsPurpose | "chain";
  /** Of a `chain`: that role, and no other one. */
  nextRoleArn?: string;
  interactive: boolean;
}

/** Sessions are shared with others, and end by no one's signal. */
export interface ClientRequest extends AccessRequest {
  signal?: AbortSignal | undefined;
}

/** The one place where the keys of a credential are opened. */
export interface KeySource {
  forSaved(credentialId: string, request: AccessRequest): Promise<Access>;
  forGiven(given: GivenCredential, request: AccessRequest): Promise<Access>;
  identify(find: () => Promise<Access>, request: ClientRequest): Promise<CallerIdentity>;
  forget(credentialId: string): void;
}

export interface KeySourceDeps {
  call: CallDeps;
  store: CredentialStore;
  vault: Vault;
  transport: Transport;
  endpoint: string | undefined;
  /** The process's own, for the kind `default_chain`. */
  own: OwnKeys;
}

interface Role {
  roleArn: string;
  externalId: string | null;
}

const RENEW_BEFORE_END_MS = 5 * 60_000;
const SESSION_MS_MAX = 60 * 60_000;
const CHAIN_LENGTH_MAX = 3;
const OWNERS_MAX = 20;
const NO_ROLE = { roleArn: "", externalId: null };

export function createKeySource(deps: KeySourceDeps): KeySource {
  const sessions = createSessionCache(() => deps.call.clock.now());

  const owners = new SingleFlightCache<CallerIdentity>({
    now: () => deps.call.clock.now(),
    sizeMax: OWNERS_MAX,
  });

  /** The machine may have been moved, or its role replaced: whose keys they are is asked once. */
  async function ownAccess(row: StoredCredential, request: AccessRequest): Promise<Access> {
    const access = await unownedAccess(row.partition);
    const at = { ...request, region: row.defaultRegion };
    const owner = await owners.get(fingerprint(access.keys, NO_ROLE), async () => ({
      value: await getCallerIdentity(stsOptions(deps, access, at)),
      expiresAt: Infinity,
    }));
    if (owner.accountId !== row.accountId || owner.partition !== row.partition) {
      throw ofOtherAccount({ found: owner.accountId, saved: row.accountId });
    }
    return { ...access, credentialIds: [row.id], bucketAccount: row.accountId };
  }

  async function unownedAccess(partition: string): Promise<Access> {
    const keys = await deps.own.get();
    const renew = () => deps.own.renew(keys);
    return { ...plainAccess(keys, { id: null, accountId: null, partition }), renew };
  }

  async function forSaved(id: string, request: AccessRequest, depth = 0): Promise<Access> {
    if (depth >= CHAIN_LENGTH_MAX) throw unusable("CredentialChain");
    const row = await deps.store.find(id);
    if (!row) throw unusable("CredentialMissing");
    if (row.kind === "default_chain") return ownAccess(row, request);
    if (row.kind !== "assume_role") return plainAccess(open(deps.vault, row), row);
    const role = roleOf(row);
    const { sourceCredentialId } = row;
    if (!sourceCredentialId) {
      const source = plainAccess(open(deps.vault, row), { ...row, accountId: null });
      return roleSession({ row, role, source, request });
    }
    return withLiveSession(
      () => forSaved(sourceCredentialId, toChain(request, role), depth + 1),
      (source) => roleSession({ row, role, source, request }),
    );
  }

  async function roleSession(of: {
    row: StoredCredential;
    role: Role;
    source: Access;
    request: AccessRequest;
  }): Promise<Access> {
    const { row, role, source, request } = of;
    const version = fingerprint(source.keys, role);
    const credentialIds = [row.id, ...source.credentialIds.filter((one) => one !== row.id)];
    const key = toCacheKey(credentialIds, [request.purpose, request.nextRoleArn ?? "", version]);
    // A regional endpoint's tokens hold in every region: one session serves them all.
    const at = { ...request, region: row.defaultRegion };
    const keys = await sessions.get(key, () => startSession(deps, { source, role, request: at }));
    return roleAccess({
      keys,
      credentialIds,
      role,
      renew: () => void sessions.drop(key, keys),
      async suspect() {
        if (deps.call.clock.now() - keys.madeAt < REVOKED_AFTER_MS) return false;
        await sessions.drop(key, keys);
        return true;
      },
    });
  }

  return {
    forSaved: (credentialId, request) => forSaved(credentialId, request),
    async forGiven(given, request) {
      if (given.kind === "default_chain") {
        return unownedAccess(partitionOfRegion(request.region));
      }
      if (given.kind !== "assume_role") return plainAccess(given, unknownOwner(request));
      const { source } = given;
      const find = async () =>
        "credentialId" in source
          ? forSaved(source.credentialId, toChain(request, given), 1)
          : plainAccess(source, unknownOwner(request));
      const start = (from: Access) => startSession(deps, { source: from, role: given, request });
      const { value: keys } = await withLiveSession(find, start);
      const ofNobody = { renew: () => undefined, suspect: async () => false };
      return roleAccess({ keys, credentialIds: [], role: given, ...ofNobody });
    },
    identify: (find, { signal, ...request }) =>
      withLiveSession(find, (access) => {
        const sts = stsOptions(deps, access, request);
        return getCallerIdentity({ ...sts, target: { ...sts.target, signal } });
      }),
    /** Fingerprints already tell new keys from old; this frees the old ones at once. */
    forget: (credentialId) => sessions.forget((key) => comesFrom(key, credentialId)),
  };
}

function toChain(request: AccessRequest, { roleArn }: Role): AccessRequest {
  return { ...request, purpose: "chain", nextRoleArn: roleArn };
}

async function startSession(
  deps: KeySourceDeps,
  options: { source: Access; role: Role; request: AccessRequest },
): Promise<{ value: SessionKeys; expiresAt: number }> {
  const { source, role, request } = options;
  const { installationId, clock, clockOffset } = deps.call;
  const partition = readRoleArn(role.roleArn)?.partition ?? source.partition;
  const { purpose } = request;
  const sts = stsOptions(deps, source, request);
  try {
    const session = await assumeRole({
      ...sts,
      target: { ...sts.target, roleArn: role.roleArn, externalId: role.externalId },
      roleArn: role.roleArn,
      externalId: role.externalId,
      sessionName: `${installationId.slice(0, 55)}-${purpose}`,
      policy:
        purpose === "chain"
          ? chainPolicyFor(request.nextRoleArn)
          : sessionPolicyFor({ purpose, partition, installationId }),
    });
    const lifeMs = Math.min(session.expiresAt - clockOffset.awsNow(), SESSION_MS_MAX);
    const madeAt = clock.now();
    const expiresAt = madeAt + lifeMs - RENEW_BEFORE_END_MS;
    return { value: { ...session.keys, madeAt }, expiresAt };
  } catch (error) {
    throw withoutEffect(error);
  }
}

/** Whatever became of AssumeRole, the call that needed it was never sent. */
function withoutEffect(error: unknown): unknown {
  if (!(error instanceof AwsCallError) || error.outcome !== "unknown") return error;
  return new AwsCallError({
    action: error.action,
    outcome: "not_sent",
    awsCode: error.awsCode,
    message: error.message,
    cause: error,
    ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
  });
}

function stsOptions(deps: KeySourceDeps, access: Access, request: AccessRequest): StsOptions {
  const { endpoint, transport } = deps;
  const { region, interactive } = request;
  const target: CallTarget = {
    bucketAccount: access.bucketAccount,
    partition: access.partition,
    region,
    interactive,
    host: hostOf({ service: "sts", region, endpoint }),
    onExpired: access.renew,
  };
  return { deps: deps.call, transport, endpoint, keys: access.keys, target };
}

const UNREADABLE = {
  what: "The keys of this credential",
  besides: "Or give the credential its keys again.",
};

function open(vault: Vault, row: StoredCredential): AwsKeys {
  if (row.secret === null) throw unusable("CredentialWithoutSecret");
  const { secret, id } = row;
  const text = openNamed(UNREADABLE, () => vault.open(secret, secretPlace(id)));
  const material = SecretMaterial.safeParse(toJson(text));
  if (!material.success) throw unusable("CredentialWithoutSecret");
  return material.data;
}

/** The parser's own error would quote the secret. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function roleOf(row: StoredCredential): Role {
  if (row.roleArn === null) throw unusable("CredentialWithoutSecret");
  return { roleArn: row.roleArn, externalId: row.externalId };
}

function unknownOwner({ region }: AccessRequest) {
  return { id: null, accountId: null, partition: partitionOfRegion(region) };
}

function fingerprint(keys: AwsKeys, role: Role): string {
  const text = JSON.stringify([
    keys.accessKeyId,
    keys.secretAccessKey,
    keys.sessionToken,
    role.roleArn,
    role.externalId,
  ]);
  return createHash("sha256").update(text).digest("hex");
}
