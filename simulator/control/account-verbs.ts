import { addAccount, addKey, addRole } from "../core/fleet";
import type { AccessKey, Account, Denial } from "../core/identity";
import { isIamRole } from "../core/managed-role";
import type { RegionStatus } from "../core/regions";
import { ControlError } from "./fields";
import { toAccountView, toKeyView, toRoleView } from "./to-view";
import type { ControlCall, Handlers } from "./verb";

const STATUSES: readonly RegionStatus[] = ["opt-in-not-required", "opted-in", "not-opted-in"];

export const accountVerbs: Handlers<
  | "createAccount"
  | "updateAccount"
  | "listAccounts"
  | "createKey"
  | "setKeyStatus"
  | "deleteKey"
  | "createSession"
  | "expireSessions"
  | "createRole"
  | "deleteRole"
  | "deny"
  | "allow"
> = {
  createAccount: (call) => {
    const { world } = call.simulator;
    const { input } = call;
    const accountId = input.optionalText("accountId");
    if (accountId !== undefined && !/^\d{12}$/.test(accountId)) {
      throw new ControlError("accountId must have 12 digits");
    }
    if (accountId !== undefined && world.accounts.has(accountId)) {
      throw new ControlError(`account ${accountId} exists`, { status: 409 });
    }
    const account = addAccount({
      world,
      accountId,
      name: input.optionalText("name"),
      subscribed: input.optionalFlag("subscribed"),
      regions: readRegions(call),
    });
    return toAccountView({ world, account });
  },
  updateAccount: (call) => {
    const { world } = call.simulator;
    const account = getAccount(call);
    account.name = call.input.optionalText("name") ?? account.name;
    account.subscribed = call.input.optionalFlag("subscribed") ?? account.subscribed;
    for (const [region, status] of readRegions(call)) account.regions.set(region, status);
    return toAccountView({ world, account });
  },
  listAccounts: ({ simulator: { world } }) =>
    [...world.accounts.values()].map((account) => toAccountView({ world, account })),
  createKey: (call) => {
    const { accountId } = getAccount(call);
    const userName = call.input.optionalText("userName") ?? "admin";
    return toKeyView(addKey({ world: call.simulator.world, accountId, userName }));
  },
  setKeyStatus: (call) => {
    const key = getKey(call);
    key.status = call.input.optionalChoice("status", ["Active", "Inactive"]) ?? "Active";
    return toKeyView(key);
  },
  deleteKey: ({ simulator: { world }, input }) => ({
    deleted: world.keys.delete(input.text("accessKeyId")),
  }),
  createSession: (call) => {
    const { world } = call.simulator;
    const { accountId } = getAccount(call);
    const userName = call.input.optionalText("userName") ?? "admin";
    const lifeMs = (call.input.optionalNumber("durationSeconds") ?? 3600) * 1000;
    const key: AccessKey = {
      accessKeyId: world.ids.accessKeyId("session"),
      secretAccessKey: world.ids.secret(),
      accountId,
      userName,
      userId: world.ids.principalId("user"),
      status: "Active",
      session: { token: world.ids.sessionToken(), expiresAt: world.now() + lifeMs },
    };
    world.keys.set(key.accessKeyId, key);
    return toKeyView(key);
  },
  expireSessions: ({ simulator: { world }, input }) => {
    const accountId = input.optionalText("accountId");
    const sessions = [...world.keys.values()].flatMap((key) =>
      (accountId ?? key.accountId) === key.accountId && key.session ? [key.session] : [],
    );
    const live = sessions.filter((session) => session.expiresAt > world.now());
    for (const session of live) session.expiresAt = world.now();
    return { expired: live.length };
  },
  createRole: (call) => {
    const { input } = call;
    const role = addRole({
      world: call.simulator.world,
      accountId: getAccount(call).accountId,
      name: input.text("name"),
      trusts: input.optionalTexts("trusts") ?? [],
      externalId: input.optionalText("externalId"),
      maxSessionSeconds: input.optionalNumber("maxSessionSeconds") ?? 3600,
    });
    return toRoleView(role);
  },
  deleteRole: ({ simulator: { world }, input }) => {
    const role = world.roles.get(input.text("arn"));
    if (role === undefined) return { deleted: false };
    if (isIamRole(role)) {
      role.managed.removed = { at: world.now(), by: "control" };
      world.rememberRole(role);
    }
    return { deleted: world.roles.delete(role.arn) };
  },
  deny: ({ simulator: { world }, input }) => {
    const denial: Denial = {
      id: `denial-${world.nextSeq()}`,
      accountId: input.optionalText("accountId"),
      accessKeyId: input.optionalText("accessKeyId"),
      principalArn: input.optionalText("principalArn"),
      region: input.optionalText("region"),
      action: input.text("action"),
      by: input.optionalChoice("by", ["identity", "scp"]) ?? "identity",
    };
    world.denials.push(denial);
    return denial;
  },
  allow: ({ simulator: { world }, input }) => {
    const id = input.optionalText("id");
    const kept = id === undefined ? [] : world.denials.filter((denial) => denial.id !== id);
    const removed = world.denials.length - kept.length;
    world.denials.splice(0, world.denials.length, ...kept);
    return { removed };
  },
};

function getAccount({ simulator, input }: ControlCall): Account {
  const account = simulator.world.accounts.get(input.text("accountId"));
  if (account === undefined) throw new ControlError("there is no such account", { status: 404 });
  return account;
}

function getKey({ simulator, input }: ControlCall): AccessKey {
  const key = simulator.world.keys.get(input.text("accessKeyId"));
  if (key === undefined) throw new ControlError("there is no such key", { status: 404 });
  return key;
}

function readRegions({ input }: ControlCall): Map<string, RegionStatus> {
  const given = input.optionalFields("regions");
  const names = input.optionalTextMap("regions") ?? new Map<string, string>();
  return new Map(
    [...names.keys()].flatMap((name) => {
      const status = given?.optionalChoice(name, STATUSES);
      return status === undefined ? [] : [[name, status] as const];
    }),
  );
}
