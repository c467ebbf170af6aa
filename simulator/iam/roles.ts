import { AwsError } from "../core/errors";
import type { Role } from "../core/identity";
import { isIamRole, type IamRole } from "../core/managed-role";
import type { Call, CallFacts } from "../core/operation";
import type { World } from "../core/world";
import type { Input } from "../wire/input";
import type { WireObject } from "../wire/xml";

const NAME = /^[\w+=,.@-]{1,64}$/;
const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;

export const noSuchEntity = (message: string): AwsError =>
  new AwsError("NoSuchEntity", message, 404);

export const limitExceeded = (message: string): AwsError =>
  new AwsError("LimitExceeded", message, 409);

/** A name as the model has it; without regard to case it is unique in the account. */
export function readRoleName(params: Input): string {
  return readName({ params, name: "RoleName", form: NAME });
}

export function readPolicyName(params: Input): string {
  return readName({ params, name: "PolicyName", form: POLICY_NAME });
}

function readName(of: { params: Input; name: string; form: RegExp }): string {
  const value = of.params.required(of.name);
  if (of.form.test(value)) return value;
  throw of.params.invalid(of.name, `satisfy regular expression pattern: ${of.form.source}`);
}

/** IAM is global: an account's roles, whatever the region of the signature. */
export function findRole(of: { world: World; accountId: string; name: string }): Role | undefined {
  const wanted = of.name.toLowerCase();
  for (const role of of.world.roles.values()) {
    if (role.accountId === of.accountId && role.name.toLowerCase() === wanted) return role;
  }
  return undefined;
}

/** The role that a call names, or NoSuchEntity. */
export function getRole({ world, accountId, params }: Call<Input>): Role {
  const name = readRoleName(params);
  const role = findRole({ world, accountId, name });
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** A role of the control API has no policies that could be changed. */
export function getIamRole(call: Call<Input>): IamRole {
  const role = getRole(call);
  if (isIamRole(role)) return role;
  throw new AwsError(
    "UnmodifiableEntity",
    `The role ${role.name} belongs to the simulator and cannot be changed.`,
  );
}

/** Where the role is, or would be, for a policy's Resource. */
export function roleArn({
  accountId,
  name,
  path = "/",
}: {
  accountId: string;
  name: string;
  path?: string;
}): string {
  return `arn:aws:iam::${accountId}:role${path}${name}`;
}

export const namedRoleArn = (call: CallFacts & { params: Input }): string => {
  const name = readRoleName(call.params);
  const { world, accountId } = call;
  return findRole({ world, accountId, name })?.arn ?? roleArn({ accountId, name });
};

export function toRole(role: Role): WireObject {
  const { managed } = role;
  return {
    Path: managed?.path ?? "/",
    RoleName: role.name,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(managed?.createdAt ?? 0),
    AssumeRolePolicyDocument: encodeDocument(managed?.trustPolicy ?? trustOf(role)),
    Description: managed?.description === "" ? undefined : managed?.description,
    MaxSessionDuration: role.maxSessionSeconds,
    Tags: managed === undefined || managed.tags.size === 0 ? undefined : toTags(managed.tags),
  };
}

export const toTags = (tags: ReadonlyMap<string, string>): WireObject[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

/** IAM answers documents as RFC 3986 encodes them. */
export const encodeDocument = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What a role of the control API trusts, as a policy would say it. */
function trustOf(role: Role): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: role.trusts }, Action: "sts:AssumeRole" }],
  });
}
