import { AwsError } from "../core/errors";
import { toCaller, type Role } from "../core/identity";
import { isIamRole, type IamRole } from "../core/managed-role";
import type { Call, Operation } from "../core/operation";
import { isDenied } from "../core/permissions";
import { addSession } from "../core/sessions";
import { textPattern } from "../core/text-pattern";
import { parseDocument } from "../policy/document";
import { evaluateTrust } from "../policy/evaluate";
import { checkSessionPolicy } from "./session-policy";

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const SECONDS_MIN = 900;
const SECONDS_MAX = 43_200;
const CHAINED_SECONDS_MAX = 3600;

export const assumeRole: Operation = {
  params: [
    "RoleArn",
    "RoleSessionName",
    "PolicyArns",
    "Policy",
    "DurationSeconds",
    "Tags",
    "TransitiveTagKeys",
    "ExternalId",
    "SerialNumber",
    "TokenCode",
    "SourceIdentity",
    "ProvidedContexts",
  ],
  bucket: "none",
  run: (call) => {
    const { world, params, caller, entry } = call;
    const roleArn = readText({ call, name: "RoleArn", form: /^.{20,2048}$/ });
    const sessionName = readText({ call, name: "RoleSessionName", form: SESSION_NAME });
    entry.detail["roleArn"] = roleArn;
    const policy = params.text("Policy");
    if (policy !== undefined) checkSessionPolicy(policy);
    const role = findTrustingRole({ call, roleArn });
    const seconds = readDuration({ call, role });
    const key = addSession({ world, role, sessionName, lifeSeconds: seconds, policy });
    entry.detail["by"] = caller.arn;
    const assumed = toCaller(key);
    return {
      Credentials: {
        AccessKeyId: key.accessKeyId,
        SecretAccessKey: key.secretAccessKey,
        SessionToken: key.session.token,
        Expiration: new Date(key.session.expiresAt).toISOString().replace(".000", ""),
      },
      AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn },
    };
  },
};

function readText(of: { call: Call; name: string; form: RegExp }): string {
  const value = of.call.params.text(of.name);
  if (value !== undefined && of.form.test(value)) return value;
  throw validationError({
    name: of.name,
    value,
    rule: `satisfy regular expression pattern: ${of.form.source}`,
  });
}

function validationError(of: { name: string; value: string | undefined; rule: string }): AwsError {
  const member = `${of.name.charAt(0).toLowerCase()}${of.name.slice(1)}`;
  const value = of.value === undefined ? "Value null" : `Value '${of.value}'`;
  return new AwsError(
    "ValidationError",
    `1 validation error detected: ${value} at '${member}' failed to satisfy constraint: Member must ${of.value === undefined ? "not be null" : of.rule}`,
  );
}

/** A role that is not there, does not trust the caller, or wants another external id: one answer. */
function findTrustingRole({ call, roleArn }: { call: Call; roleArn: string }): Role {
  const { world, caller, params } = call;
  const externalId = params.text("ExternalId");
  if (externalId !== undefined && !EXTERNAL_ID.test(externalId)) {
    throw validationError({
      name: "ExternalId",
      value: externalId,
      rule: `satisfy regular expression pattern: ${EXTERNAL_ID.source}`,
    });
  }
  const role = world.roles.get(roleArn);
  const trusted =
    role !== undefined &&
    isTrusted({ role, caller, externalId }) &&
    !isDenied({ call, action: "sts:AssumeRole", resource: roleArn });
  if (trusted) return role;
  throw new AwsError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}

interface TrustQuestion<R extends Role> {
  role: R;
  caller: Call["caller"];
  externalId: string | undefined;
}

function isTrusted({ role, caller, externalId }: TrustQuestion<Role>): boolean {
  if (isIamRole(role)) return isTrustedByPolicy({ role, caller, externalId });
  const { arn, accountId } = caller;
  return (
    role.trusts.some((trust) => trusts({ trust, arn, accountId })) &&
    (role.externalId ?? externalId) === externalId
  );
}

function isTrustedByPolicy({ role, caller, externalId }: TrustQuestion<IamRole>): boolean {
  const { accountId, arn, roleArn } = caller;
  const names = [accountId, `arn:aws:iam::${accountId}:root`, arn, roleArn ?? arn];
  const context = new Map([["aws:principalarn", [roleArn ?? arn]]]);
  if (externalId !== undefined) context.set("sts:externalid", [externalId]);
  const document = parseDocument(role.managed.trustPolicy);
  return evaluateTrust({ document, principal: { kind: "AWS", names }, context }) === "allow";
}

/** `111122223333`, its root's ARN, or the ARN of one principal; `*` trusts everybody. */
function trusts(of: { trust: string; arn: string; accountId: string }): boolean {
  const { trust, arn, accountId } = of;
  if (trust === accountId || trust === `arn:aws:iam::${accountId}:root`) return true;
  return textPattern(trust).test(arn);
}

function readDuration({ call, role }: { call: Call; role: Role }): number {
  const seconds = call.params.integer("DurationSeconds");
  if (seconds === undefined) return Math.min(3600, role.maxSessionSeconds);
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
    const rule =
      seconds < SECONDS_MIN
        ? `have value greater than or equal to ${SECONDS_MIN}`
        : `have value less than or equal to ${SECONDS_MAX}`;
    throw validationError({ name: "DurationSeconds", value: String(seconds), rule });
  }
  if (call.caller.roleArn !== undefined && seconds > CHAINED_SECONDS_MAX) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return seconds;
}
