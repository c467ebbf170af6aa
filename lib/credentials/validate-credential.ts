import { alertOnCredential } from "#lib/alerts/alert-on-credential";
import { recordAudit } from "#lib/audit/record-audit";
import { requirePermission } from "#lib/auth/require-permission";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { EXPIRED_CODES } from "#lib/aws/aws-codes.pure";
import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { ServiceError } from "#lib/errors";
import { emitEvent } from "#lib/events/emit-event";
import { checkReading } from "./check-credential";
import { patchCredential, type CredentialRow } from "./credential.repo";
import type { CredentialValidationDto } from "./dto";
import { getCredentialDto, getCredentialRow } from "./get-credential-row";
import { CredentialRef } from "./schemas";
import { requireSameAccount } from "./update-credential";

interface Verdict {
  ok: boolean;
  /** False where AWS could not be asked: that says nothing about the credential. */
  certain: boolean;
  message: string;
  suggestion: string | null;
  code: string | null;
  callerArn: string | null;
}

/** Asks AWS again who the credential is and whether it may read, and keeps the answer. */
export async function validateCredential(
  ctx: Context,
  input: CredentialRef,
): Promise<CredentialValidationDto> {
  requirePermission(ctx, "credentials.write");
  const { credentialId } = CredentialRef.parse(input);
  const row = await getCredentialRow(ctx.runtime.db.read, ctx, credentialId);
  const verdict = await ask(ctx, row);
  return ctx.runtime.db.write((tx) => keep(tx, ctx, { row, verdict }));
}

async function ask(ctx: Context, row: CredentialRow): Promise<Verdict> {
  const { aws } = ctx.runtime;
  const region = row.defaultRegion;
  try {
    const identity = await aws.identifySaved(row.id);
    requireSameAccount(row, identity);
    const target = { credentialId: row.id, region, purpose: "read", interactive: true } as const;
    await checkReading(await aws.ec2(target), region);
    return {
      ok: true,
      certain: true,
      message: `AWS knows it as ${identity.arn}, and it may read in ${region}.`,
      suggestion: null,
      code: null,
      callerArn: identity.arn,
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return {
      ok: false,
      certain: isCertain(error),
      message: error.message,
      suggestion: error.suggestion ?? null,
      code: error.reason ?? error.code,
      callerArn: null,
    };
  }
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
  await getCredentialRow(tx, ctx, row.id);
  if (verdict.certain) {
    await patchCredential(tx, row.id, {
      validatedAt: runtime.clock.now(),
      validationError: verdict.ok ? null : verdict.message,
      ...(verdict.callerArn === null ? {} : { callerArn: verdict.callerArn }),
    });
  }
  if (verdict.certain) {
    const error = verdict.ok ? null : verdict.message;
    await alertOnCredential(tx, ctx, { credential: row, error });
  }
  await recordAudit(tx, ctx, {
    action: "credential.validate",
    targetType: "credential",
    targetId: row.id,
    accountRef: row.accountRef,
    after: { ok: verdict.ok, code: verdict.code },
  });
  await emitEvent(runtime, tx, {
    type: "credential.changed",
    entityId: row.id,
    accountRef: row.accountRef,
  });
  const { ok, message, suggestion, code } = verdict;
  return { ok, message, suggestion, code, credential: await getCredentialDto(tx, ctx, row.id) };
}
