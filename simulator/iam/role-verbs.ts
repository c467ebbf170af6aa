import { AwsError } from "../core/errors";
import { addRole } from "../core/fleet";
import type { ManagedRole } from "../core/managed-role";
import { authorize, authorizeAs, type Operation } from "../core/operation";
import { checkDocument } from "../policy/check-document";
import type { Input } from "../wire/input";
import {
  findRole,
  getIamRole,
  getRole,
  limitExceeded,
  namedRoleArn,
  readRoleName,
  roleArn,
  toRole,
} from "./roles";
import { readTags } from "./tags";

const PATH = /^(\/|\/[\u0021-\u007E]+\/)$/;
const DESCRIPTION_MAX = 1000;
const ROLES_MAX = 1000;
const TRUST_MAX = 2048;
const SESSION_SECONDS = { min: 3600, max: 43_200 };

export const createRole: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { world, accountId, params, caller, now, entry } = call;
    const name = readRoleName(params);
    entry.detail["roleName"] = name;
    const path = readPath(params);
    const description = params.text("Description") ?? "";
    if (description.length > DESCRIPTION_MAX) {
      throw params.invalid("Description", `have length less than or equal to ${DESCRIPTION_MAX}`);
    }
    const trustPolicy = readTrust({ params, member: "AssumeRolePolicyDocument", name });
    const tags = readTags(params);
    const maxSessionSeconds = readSeconds(params);
    const resource = roleArn({ accountId, name, path });
    const facts = { requestTags: tags };
    authorize(call, resource, facts);
    if (tags.size > 0) authorizeAs({ call, action: "iam:TagRole", resource, facts });
    if (findRole({ world, accountId, name }) !== undefined) {
      throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, 409);
    }
    const own = [...world.roles.values()].filter((role) => role.accountId === accountId);
    if (own.length >= ROLES_MAX) {
      throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${ROLES_MAX}`);
    }
    const managed: ManagedRole = {
      path,
      description,
      createdAt: now,
      createdBy: caller.arn,
      trustPolicy,
      policies: new Map(),
      attached: new Map(),
      tags,
      assumableAt: now + world.settings.roleAssumableAfterMs,
    };
    const role = addRole({ world, accountId, name, path, trusts: [], maxSessionSeconds, managed });
    return { Role: toRole(role) };
  },
};

export const getRoleOperation: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    authorize(call, namedRoleArn(call));
    return { Role: toRole(getRole(call)) };
  },
};

export const deleteRole: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { world, now, caller, entry, params } = call;
    entry.detail["roleName"] = readRoleName(params);
    authorize(call, namedRoleArn(call));
    const role = getIamRole(call);
    const { managed } = role;
    if (managed.attached.size > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (managed.policies.size > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    managed.removed = { at: now, by: caller.arn };
    world.roles.delete(role.arn);
    world.rememberRole(role);
    return {};
  },
};

export const updateAssumeRolePolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, entry } = call;
    const name = readRoleName(params);
    entry.detail["roleName"] = name;
    const trustPolicy = readTrust({ params, member: "PolicyDocument", name });
    authorize(call, namedRoleArn(call));
    getIamRole(call).managed.trustPolicy = trustPolicy;
    return {};
  },
};

export const listRoles: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { world, accountId, params } = call;
    const prefix = params.text("PathPrefix") ?? "/";
    const limit = params.integer("MaxItems") ?? 100;
    authorize(call, roleArn({ accountId, name: "*" }));
    const all = [...world.roles.values()]
      .filter((role) => role.accountId === accountId)
      .filter((role) => (role.managed?.path ?? "/").startsWith(prefix))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const marker = params.text("Marker");
    const rest = marker === undefined ? all : all.filter((role) => role.name > marker);
    const page = rest.slice(0, limit);
    const isTruncated = rest.length > page.length;
    return {
      // As in AWS, a list does not show tags.
      Roles: page.map((role) => ({ ...toRole(role), Tags: undefined })),
      IsTruncated: isTruncated,
      Marker: isTruncated ? page.at(-1)?.name : undefined,
    };
  },
};

function readPath(params: Input): string {
  const path = params.text("Path") ?? "/";
  if (PATH.test(path) && path.length <= 512) return path;
  throw new AwsError(
    "ValidationError",
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

function readTrust(of: { params: Input; member: string; name: string }): string {
  const text = of.params.required(of.member);
  checkDocument({ text, kind: "trust" });
  // Blanks do not count.
  if (text.replaceAll(/\s/g, "").length > TRUST_MAX) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_MAX}`);
  }
  return text;
}

function readSeconds(params: Input): number {
  const seconds = params.integer("MaxSessionDuration") ?? SESSION_SECONDS.min;
  if (seconds >= SESSION_SECONDS.min && seconds <= SESSION_SECONDS.max) return seconds;
  const isShort = seconds < SESSION_SECONDS.min;
  throw params.invalid(
    "MaxSessionDuration",
    isShort
      ? `have value greater than or equal to ${SESSION_SECONDS.min}`
      : `have value less than or equal to ${SESSION_SECONDS.max}`,
  );
}

const deleteConflict = (message: string): AwsError => new AwsError("DeleteConflict", message, 409);
