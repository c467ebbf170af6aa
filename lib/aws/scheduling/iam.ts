import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  type Role as SdkRole,
} from "@aws-sdk/client-iam";
import { requireAnswer, requireList } from "../call-aws";
import { allPages } from "../ec2/all-pages";
import { readPolicy } from "./read-policy.pure";
import type { Iam, Role } from "./scheduling";
import {
  createServiceCaller,
  orNull,
  type CallerOptions,
  type ServiceCaller,
} from "./service-caller";

/** The SDK's names of the codes it knows, and IAM's own on the wire. */
const NOT_FOUND = ["NoSuchEntityException", "NoSuchEntity"];
const EXISTS = ["EntityAlreadyExistsException", "EntityAlreadyExists"];
type Call = ServiceCaller<IAMClient>;

export function createIam(options: CallerOptions): Iam {
  const call: Call = createServiceCaller(options, (config) => new IAMClient(config));
  return {
    findRole: (name) => findRole(call, name),
    createRole: (input) => createRole(call, input),
    async updateTrustPolicy(RoleName, trustPolicy) {
      const input = { RoleName, PolicyDocument: JSON.stringify(trustPolicy) };
      await call("UpdateAssumeRolePolicy", (client, { prepare, options: sending }) =>
        client.send(prepare(new UpdateAssumeRolePolicyCommand(input)), sending),
      );
    },
    async findRolePolicy(RoleName, PolicyName) {
      const action = "GetRolePolicy";
      const answer = await orNull(
        call(action, (client, { prepare, options: sending }) =>
          client.send(prepare(new GetRolePolicyCommand({ RoleName, PolicyName })), sending),
        ),
        ...NOT_FOUND,
      );
      if (answer === null) return null;
      const what = "policy document";
      return requireAnswer(readPolicy(answer.PolicyDocument), { action, what });
    },
    async putRolePolicy(RoleName, PolicyName, document) {
      const input = { RoleName, PolicyName, PolicyDocument: JSON.stringify(document) };
      await call("PutRolePolicy", (client, { prepare, options: sending }) =>
        client.send(prepare(new PutRolePolicyCommand(input)), sending),
      );
    },
    async deleteRolePolicy(RoleName, PolicyName) {
      await orNull(
        call("DeleteRolePolicy", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteRolePolicyCommand({ RoleName, PolicyName })), sending),
        ),
        ...NOT_FOUND,
      );
    },
    async listRolePolicies(roleName) {
      const [inline, attached] = [
        await listInline(call, roleName),
        await listAttached(call, roleName),
      ];
      return { inline, attached };
    },
    async deleteRole(RoleName) {
      await orNull(
        call("DeleteRole", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteRoleCommand({ RoleName })), sending),
        ),
        ...NOT_FOUND,
      );
    },
  };
}

async function findRole(call: Call, RoleName: string): Promise<Role | null> {
  const action = "GetRole";
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new GetRoleCommand({ RoleName })), options),
    ),
    ...NOT_FOUND,
  );
  return answer && toRole(action, answer.Role);
}

/** A role of that name that is there already is the answer, whatever it trusts. */
async function createRole(call: Call, input: Parameters<Iam["createRole"]>[0]): Promise<Role> {
  const action = "CreateRole";
  const request = {
    RoleName: input.name,
    Description: input.description,
    AssumeRolePolicyDocument: JSON.stringify(input.trustPolicy),
    Tags: Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value })),
  };
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new CreateRoleCommand(request)), options),
    ),
    ...EXISTS,
  );
  if (answer) return toRole(action, answer.Role);
  return requireAnswer(await findRole(call, input.name), { action, what: "role" });
}

function toRole(action: string, role: SdkRole | undefined): Role {
  const { RoleName, Arn, AssumeRolePolicyDocument } = requireAnswer(role, { action, what: "role" });
  return {
    name: requireAnswer(RoleName, { action, what: "role name" }),
    arn: requireAnswer(Arn, { action, what: "ARN" }),
    trustPolicy: requireAnswer(readPolicy(AssumeRolePolicyDocument), {
      action,
      what: "trust policy",
    }),
  };
}

/** None for a role that is not there. */
async function listInline(call: Call, RoleName: string): Promise<string[]> {
  const action = "ListRolePolicies";
  const listed = allPages({
    action,
    fetch: async (Marker) => {
      const answer = await call(action, (client, { prepare, options }) =>
        client.send(prepare(new ListRolePoliciesCommand({ RoleName, Marker })), options),
      );
      const items = requireList(answer.PolicyNames, { action, what: "policy names" });
      return { items, nextToken: answer.IsTruncated ? answer.Marker : undefined };
    },
  });
  return (await orNull(listed, ...NOT_FOUND)) ?? [];
}

async function listAttached(call: Call, RoleName: string): Promise<string[]> {
  const action = "ListAttachedRolePolicies";
  const listed = allPages({
    action,
    fetch: async (Marker) => {
      const answer = await call(action, (client, { prepare, options }) =>
        client.send(prepare(new ListAttachedRolePoliciesCommand({ RoleName, Marker })), options),
      );
      const what = "attached policies";
      const items = requireList(answer.AttachedPolicies, { action, what }).map(({ PolicyArn }) =>
        requireAnswer(PolicyArn, { action, what: "policy ARN" }),
      );
      return { items, nextToken: answer.IsTruncated ? answer.Marker : undefined };
    },
  });
  return (await orNull(listed, ...NOT_FOUND)) ?? [];
}
