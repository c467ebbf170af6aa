import { authorize, type Operation } from "../core/operation";
import { checkDocument } from "../policy/check-document";
import type { Input } from "../wire/input";
import {
  encodeDocument,
  getIamRole,
  getRole,
  limitExceeded,
  namedRoleArn,
  noSuchEntity,
  readPolicyName,
} from "./roles";

const INLINE_MAX = 10_240;
const ATTACHED_MAX = 10;
const POLICY_ARN = /^arn:aws:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/;

export const putRolePolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, entry } = call;
    const policyName = readPolicyName(params);
    const document = params.required("PolicyDocument");
    checkDocument({ text: document, kind: "identity" });
    authorize(call, namedRoleArn(call));
    const role = getIamRole(call);
    Object.assign(entry.detail, { roleName: role.name, policyName });
    const { policies } = role.managed;
    const after = new Map(policies).set(policyName, document);
    // All inline policies of a role together; blanks do not count.
    const size = [...after.values()].join("").replaceAll(/\s/g, "").length;
    if (size > INLINE_MAX) {
      throw limitExceeded(
        `Maximum policy size of ${INLINE_MAX} bytes exceeded for role ${role.name}`,
      );
    }
    policies.set(policyName, document);
    return {};
  },
};

export const getRolePolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const policyName = readPolicyName(call.params);
    authorize(call, namedRoleArn(call));
    const role = getRole(call);
    const document = role.managed?.policies.get(policyName);
    if (document === undefined) throw noSuchPolicy(policyName);
    return {
      RoleName: role.name,
      PolicyName: policyName,
      PolicyDocument: encodeDocument(document),
    };
  },
};

export const deleteRolePolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const policyName = readPolicyName(call.params);
    authorize(call, namedRoleArn(call));
    if (!getIamRole(call).managed.policies.delete(policyName)) throw noSuchPolicy(policyName);
    return {};
  },
};

export const listRolePolicies: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    authorize(call, namedRoleArn(call));
    const names = [...(getRole(call).managed?.policies.keys() ?? [])];
    return { PolicyNames: names.toSorted(), IsTruncated: false };
  },
};

export const listAttachedRolePolicies: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    authorize(call, namedRoleArn(call));
    const attached = [...(getRole(call).managed?.attached ?? [])];
    return {
      AttachedPolicies: attached.map(([PolicyArn, PolicyName]) => ({ PolicyName, PolicyArn })),
      IsTruncated: false,
    };
  },
};

export const attachRolePolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const arn = call.params.required("PolicyArn");
    authorize(call, namedRoleArn(call), { keys: { "iam:PolicyARN": arn } });
    const { attached } = getIamRole(call).managed;
    if (!POLICY_ARN.test(arn)) {
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    }
    if (attached.size >= ATTACHED_MAX && !attached.has(arn)) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHED_MAX}`);
    }
    attached.set(arn, arn.split("/").at(-1) ?? arn);
    return {};
  },
};

export const detachRolePolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const arn = call.params.required("PolicyArn");
    authorize(call, namedRoleArn(call), { keys: { "iam:PolicyARN": arn } });
    if (!getIamRole(call).managed.attached.delete(arn)) {
      throw noSuchEntity(`Policy ${arn} was not found.`);
    }
    return {};
  },
};

const noSuchPolicy = (name: string): Error =>
  noSuchEntity(`The role policy with name ${name} cannot be found.`);
