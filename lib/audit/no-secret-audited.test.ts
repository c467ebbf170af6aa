import { afterEach, beforeEach, expect, test } from "vitest";
import { beginSecondFactor } from "../auth/second-factor/begin-second-factor";
import { confirmSecondFactor } from "../auth/second-factor/confirm-second-factor";
import { actingAs } from "../auth/as-user";
import { createChannel } from "../channels/create-channel";
import { deleteChannel } from "../channels/delete-channel";
import type { CreateChannelInput } from "../channels/schemas";
import { updateChannel } from "../channels/update-channel";
import { addCredential } from "../credentials/add-credential";
import { deleteCredential } from "../credentials/delete-credential";
import { updateCredential } from "../credentials/update-credential";
import { auditEntries } from "../db/schema";
import { createAccountWorld, keysOf, type AccountWorld } from "../testing/account-world";
import { anonymousContext } from "../testing/contexts";
import { createTestSession, createTestUser, TEST_PASSWORD } from "../testing/people";
import { codeOf } from "../testing/second-factor";
import { createUser } from "../users/create-user";
import { resetUserPassword } from "../users/reset-user-password";
import { createToken } from "../users/tokens/create-token";
import { usePasswordLink } from "../users/use-password-link";

let world: AccountWorld;
const planted = new Map<string, string>();
beforeEach(async () => {
  planted.clear();
  world = await createAccountWorld();
});
afterEach(() => world.close());

const plant = (
  what: string,
  value = `canary${"QwErTyUiOp".repeat(2)}${planted.size}zz`,
): string => {
  planted.set(what, value);
  return value;
};
const url = (what: string) => `https://203.0.113.9/hook/${plant(what)}`;

/** Secrets that some entry holds: as they are, encoded, or half of one. */
async function findAudited(): Promise<string[]> {
  const rows = await world.runtime.db.read.select().from(auditEntries);
  const all = rows.map((row) => JSON.stringify(row)).join("\n");
  const formsOf = (secret: string) => [
    secret.slice(0, Math.ceil(secret.length / 2)),
    secret.slice(Math.floor(secret.length / 2)),
    Buffer.from(secret).toString("base64").slice(0, 12),
    Buffer.from(secret).toString("hex").slice(0, 16),
  ];
  return [...planted]
    .filter(([, secret]) => formsOf(secret).some((form) => all.includes(form)))
    .map(([what]) => what);
}

const actions = async () =>
  new Set((await world.runtime.db.read.select().from(auditEntries)).map(({ action }) => action));

test("channels of all kinds: what their URLs, keys and passwords are is in no entry", async () => {
  const common = { enabled: false };
  const wanted: CreateChannelInput[] = [
    { ...common, kind: "slack", name: "s", url: url("slack") },
    {
      ...common,
      kind: "webhook",
      name: "w",
      url: url("webhook"),
      signingKey: plant("signing key"),
    },
    { ...common, kind: "heartbeat", name: "h", url: url("heartbeat") },
    {
      ...common,
      kind: "email",
      name: "e",
      host: "mail.example.com",
      port: 587,
      from: "a@example.com",
      to: ["b@example.com"],
      username: "mailer",
      password: plant("mail password"),
    },
  ];
  for (const input of wanted) {
    const { id } = await createChannel(world.admin, input);
    const changes =
      input.kind === "email"
        ? { password: plant("new password") }
        : { url: url(`new ${input.kind}`) };
    await updateChannel(world.admin, { channelId: id, changes });
    await deleteChannel(world.admin, { channelId: id });
  }
  const those = ["channel.create", "channel.update", "channel.delete"];
  expect([...(await actions())]).toEqual(expect.arrayContaining(those));
  expect(planted.size).toBe(9);
  expect(await findAudited()).toEqual([]);
});

test("credentials: AWS keys are in no entry", async () => {
  plant("secret key", world.key.secretAccessKey);
  const input = { name: "Production", region: "eu-west-1", ...keysOf(world.key) };
  const { id } = await addCredential(world.admin, input as Parameters<typeof addCredential>[1]);

  await updateCredential(world.admin, { credentialId: id, name: "Other", keys: keysOf(world.key) });
  await deleteCredential(world.admin, { credentialId: id });
  expect((await actions()).has("credential.add")).toBe(true);
  expect(await findAudited()).toEqual([]);
});

test("people: passwords, links, personal tokens and second factors are in no entry", async () => {
  const { runtime, admin } = world;
  const anonymous = anonymousContext(runtime);
  const made = await createUser(admin, { username: "grace", role: "operator" });
  const use = async (path: string) => {
    const token = plant(`link ${planted.size}`, path.split("#")[1] ?? "");
    const password = plant(`password ${planted.size}`);
    await usePasswordLink(anonymous, { token, password, kind: "web", userAgent: "test" });
  };
  await use(made.link.path);
  await use((await resetUserPassword(admin, { userId: made.user.id })).link.path);
  const user = await createTestUser(runtime, { username: "ada", role: "admin" });
  plant("password of ada", TEST_PASSWORD);
  const own = actingAs(anonymous, await createTestSession(runtime, { user, kind: "web" }));
  const token = await createToken(own, { name: "t", scopes: ["backups.read"], expiresInDays: 3 });
  plant("token", token.token);
  const begun = await beginSecondFactor(own, { host: "vault.example.com" });
  plant("second factor", begun.secret);
  const code = codeOf(begun.secret, runtime.clock.now());
  const confirmed = await confirmSecondFactor(own, { enrolmentId: begun.enrolmentId, code });
  for (const [index, one] of confirmed.recoveryCodes.entries()) plant(`recovery ${index}`, one);
  expect(planted.size).toBeGreaterThan(12);
  expect(await findAudited()).toEqual([]);
});
