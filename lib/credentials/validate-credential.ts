import { alertOnCredential } from "#lib/alerts/alert-on-credential";
import { alertOnPermissions } from "#lib/alerts/alert-on-permissions";
import { recordAudit } from "#lib/audit/record-audit";
import { requirePermission } from "#lib/auth/require-permission";
import { requireStillActing } from "#lib/auth/require-still-acting";
import type { CallerIdentity } from "#lib/aws/aws";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { timeoutOf } from "#lib/aws/timeout-of";
import { EXPIRED_CODES } from "#lib/aws/aws-codes.pure";
import type { Context } from "#lib/context";
import type { CheckedPermissions } from "#lib/db/schema/accounts";
import type { Tx } from "#lib/db/tx";
import { ServiceError, UnavailableError } from "#lib/errors";
import { emitEvent } from "#lib/events/emit-event";
import { checkReading } from "./check-credential";
import { checkPermissions } from "./check-permissions";
import { withCheckTimes, type CheckOptions, type CheckTimes } from "./check-times";
import { patchCredential, type CredentialRow } from "./credential.repo";
import type { CredentialValidationDto } from "./dto";
import { getCredentialDetailDto, getCredentialRow } from "./get-credential-row";
import { inTime, TIMED_OUT } from "./in-time";
import { keepMissing } from "./keep-missing.pure";
import { missingOf, unansweredIn } from "./missing-of.pure";
import { readKeysVersion } from "./read-keys-version";
import { CredentialRef } from "./schemas";
import { requireSameAccount } from "./update-credential";

interface Verdict {
  ok: boolean;
  /** Why the credential is of no use, or null; undefined where AWS could not be asked. */
  refusal: string | null | undefined;
  message: string;
  suggestion: string | null;
  code: string | null;
  callerArn: string | null;
  /** Null where AWS did not say who it is. */
  permissions: CheckedPermissions | null;
}

/** Asks AWS again who the credential is and whether it may do what is needed, and keeps the answer. */
export async function validateCredential(
  ctx: Context,
  input: CredentialRef,
  options: CheckOptions = {},
): Promise<CredentialValidationDto> {
  requirePermission(ctx, "credentials.check");
  const { credentialId } = CredentialRef.parse(input);
  const { db } = ctx.runtime;
  const version = await readKeysVersion(db.read, credentialId);
  const row = await getCredentialRow(db.read, ctx, credentialId);
  const verdict = await withCheckTimes(options, (times) => ask(ctx, row, times));
  if (options.signal?.aborted) throw new UnavailableError("The check was broken off.");
  return db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const isStale = (await readKeysVersion(tx, credentialId)) !== version;
    return keep(tx, ctx, { row, verdict: isStale ? OF_OTHERS : verdict });
  });
}

/** Keys or region were changed meanwhile: the answer says nothing of those that are there now. */
const OF_OTHERS: Verdict = {
  ok: false,
  refusal: undefined,
  message: "Its keys or its region were changed while AWS was asked.",
  suggestion: "Check it again.",
  code: "ChangedMeanwhile",
  callerArn: null,
  permissions: null,
};

async function ask(ctx: Context, row: CredentialRow, times: CheckTimes): Promise<Verdict> {
  const { aws } = ctx.runtime;
  const region = row.defaultRegion;
  let permissions: CheckedPermissions | null = null;
  try {
    const { whole } = times;
    const identity = await orTimeout("GetCallerIdentity", whole, () =>
      aws.identifySaved(row.id, { signal: whole }),
    );
    requireSameAccount(row, identity);
    const answered = await checkPermissions(ctx, row, times);
    permissions = keepMissing(answered, row.permissions);
    await times.inRegion((signal) =>
      orTimeout("DescribeInstances", signal, async () => {
        const how = { purpose: "read", interactive: true, signal } as const;
        await checkReading(await aws.ec2({ credentialId: row.id, region, ...how }), region);
      }),
    );
    const silent = unansweredIn(answered);
    return { ...toVerdict({ identity, region, permissions, silent }), permissions };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return {
      ok: false,
      refusal: isCertain(error) ? error.message : undefined,
      message: error.message,
      suggestion: error.suggestion ?? null,
      code: error.reason ?? error.code,
      callerArn: null,
      permissions,
    };
  }
}

/** A session of an assumed role is waited for no longer than the rest. */
async function orTimeout<T>(
  action: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const answer = await inTime(signal, work);
  if (answer === TIMED_OUT) throw timeoutOf(action);
  return answer;
}

function toVerdict(of: {
  identity: CallerIdentity;
  region: string;
  permissions: CheckedPermissions;
  /** Regions that did not answer everything this time: too slow, throttled, or not to be reached. */
  silent: readonly string[];
}): Omit<Verdict, "permissions"> {
  const { identity, region, permissions, silent } = of;
  const known = `AWS knows it as ${identity.arn}, and it may read in ${region}`;
  const missing = missingOf(permissions);
  const facts = { refusal: null, callerArn: identity.arn };
  const silence = silent.length > 0 ? ` Not all was answered: ${silent.join(", ")}.` : "";
  if (missing.length === 0) {
    return { ...facts, ok: true, message: `${known}.${silence}`, suggestion: null, code: null };
  }
  return {
    ...facts,
    ok: false,
    message: `${known}, but it may not do ${missing.join(", ")}.${silence}`,
    suggestion: "The credential’s page has the IAM statements to add.",
    code: "MissingPermission",
  };
}

function isCertain(error: ServiceError): boolean {
  if (!(error instanceof AwsCallError)) return true;
  return error.outcome === "refused" || EXPIRED_CODES.has(error.awsCode);
}

async function keep(
  tx: Tx,
  ctx: Context,
  { row, verdict }: { row: CredentialRow; verdict: Verdict },
): Promise<CredentialValidationDto> {
  const { runtime } = ctx;
  // It may have been deleted.
  await getCredentialRow(tx, ctx, row.id);
  const { refusal, permissions, callerArn } = verdict;
  if (refusal !== undefined) {
    await patchCredential(tx, row.id, {
      validatedAt: runtime.clock.now(),
      validationError: refusal,
      ...(callerArn === null ? {} : { callerArn }),
    });
    await alertOnCredential(tx, ctx, { credential: row, error: refusal });
  }
  if (permissions !== null) {
    await patchCredential(tx, row.id, { permissions });
    const missing = missingOf(permissions);
    // What it denied before is among them; what nobody knows yet clears nothing.
    if (missing.length > 0 || unansweredIn(permissions).length === 0)
      await alertOnPermissions(tx, ctx, { credential: row, missing });
  }
  await recordAudit(tx, ctx, {
    action: "credential.validate",
    targetType: "credential",
    targetId: row.id,
    accountRef: row.accountRef,
    after: { ok: verdict.ok, code: verdict.code, missing: missingOf(permissions) },
  });
  await emitEvent(runtime, tx, {
    type: "credential.changed",
    entityId: row.id,
    accountRef: row.accountRef,
  });
  const { ok, message, suggestion, code } = verdict;
  return {
    ok,
    message,
    suggestion,
    code,
    credential: await getCredentialDetailDto(tx, ctx, row.id),
  };
}
