import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context";
import { credentials, sessions, users } from "#lib/db/schema/index";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { addCredential } from "./add-credential";
import { deleteCredential } from "./delete-credential";
import type { AddCredentialInput } from "./schemas";
import { updateCredential } from "./update-credential";

let world: AccountWorld;
let input: AddCredentialInput;
beforeEach(async () => {
  world = await createAccountWorld();
  input = { name: "Production", region: "eu-west-1", ...keysOf(world.key) };
});
afterEach(() => world.close());

const rows = () => world.runtime.db.read.select().from(credentials);

describe("whoever was put out while AWS was asked", () => {
  /** Something happens in the moment in which AWS is asked who the keys are. */
  const during = (act: () => Promise<unknown>): Context => {
    const { aws } = world.runtime;
    const slow = Object.create(aws, {
      identify: {
        value: async (...given: Parameters<typeof aws.identify>) => {
          await act();
          return aws.identify(...given);
        },
      },
    });
    return { ...world.admin, runtime: { ...world.runtime, aws: slow } };
  };
  const set = (change: Partial<typeof users.$inferInsert>) =>
    world.runtime.db.write(async (tx) => {
      await tx.update(users).set(change);
    });
  const endAll = () =>
    world.runtime.db.write(async (tx) => {
      await tx.update(sessions).set({ endedAt: 1 });
    });

  it.each([
    ["signed out", endAll, "unauthorized"],
    ["deactivated", () => set({ active: false }), "unauthorized"],
    ["made a viewer", () => set({ role: "viewer" }), "forbidden"],
    ["limited to accounts", () => set({ accountRefs: ["acc_1"] }), "forbidden"],
  ])("%s: nothing is stored", async (_what, act, code) => {
    await expect(addCredential(during(act), input)).rejects.toMatchObject({ code });
    expect(await rows()).toEqual([]);
  });

  it("signed out: keys stay as they were", async () => {
    const { id } = await addCredential(world.admin, input);
    const [before] = await rows();
    const keys = keysOf(world.key);
    const changed = updateCredential(during(endAll), { credentialId: id, keys });
    await expect(changed).rejects.toMatchObject({ code: "unauthorized" });
    expect(await rows()).toEqual([before]);
  });

  it.each([
    ["signed out", endAll, "unauthorized"],
    ["made a viewer", () => set({ role: "viewer" }), "forbidden"],
  ])("%s: a credential is not deleted", async (_what, act, code) => {
    const { id } = await addCredential(world.admin, input);
    await act();
    const deleted = deleteCredential(world.admin, { credentialId: id });
    await expect(deleted).rejects.toMatchObject({ code });
    expect(await rows()).toMatchObject([{ id, deletedAt: null }]);
  });
});
