import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { alerts, auditEntries, channels, users } from "../db/schema";
import { LEDGER_DONE_LEASE, TICK_DONE_LEASE, TICK_LEASE } from "../health/get-readiness";
import { stampLease } from "../leases/stamp-lease";
import { createOutbound } from "../outbound/outbound";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { startHttpReceiver, type HttpReceiver } from "../testing/http-receiver";
import { signedIn } from "../testing/people";
import { createChannel } from "./create-channel";
import { deleteChannel } from "./delete-channel";
import { getChannel } from "./get-channel";
import { listChannels } from "./list-channels";
import { CreateChannelInput, UpdateChannelBody } from "./schemas";
import { sendHeartbeats } from "./send-heartbeats";
import { testChannel } from "./test-channel";
import { updateChannel } from "./update-channel";

const KEY = "not-a-real-signing-key";
const PATH = "services/T000/not-a-real-token";

let runtime: TestRuntime;
let receiver: HttpReceiver;
let ada: Context;
beforeEach(async () => {
  receiver = await startHttpReceiver();
  runtime = await createTestRuntime({ env: { AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1" } });
  ada = await signedIn(userContext(runtime, "admin"));
});
afterEach(async () => {
  receiver.close();
  await runtime.close();
});

const admin = () => ada;
const slack = (): CreateChannelInput => ({
  kind: "slack",
  name: "team",
  url: `${receiver.url}/${PATH}`,
});
const email = (more = {}): CreateChannelInput => ({
  kind: "email",
  name: "mail",
  host: "mail.example.org",
  port: 587,
  from: "amivault@example.org",
  to: "ops@example.org, night@example.org",
  username: "amivault",
  password: "not-a-real-password",
  ...more,
});
const stored = async (id: string) =>
  (await runtime.db.read.select().from(channels).where(eq(channels.id, id)))[0];

test("who sees only some accounts has no channel, which would tell of the others", async () => {
  const { id: channelId } = await createChannel(admin(), slack());
  const narrow = userContext(runtime, "admin", { accounts: ["acc_1"] });
  const forbidden = { code: "forbidden" };
  await expect(createChannel(narrow, { ...slack(), name: "mine" })).rejects.toMatchObject(
    forbidden,
  );
  const off = { channelId, changes: { enabled: false } };
  await expect(updateChannel(narrow, off)).rejects.toMatchObject(forbidden);
  await expect(deleteChannel(narrow, { channelId })).rejects.toMatchObject(forbidden);
});

describe("a channel's secret", () => {
  test("goes in sealed and comes out nowhere: not in answers, the audit log or the row", async () => {
    const channel = await createChannel(admin(), slack());
    const mail = await createChannel(admin(), email());
    expect(channel).toMatchObject({ host: new URL(receiver.url).host, hasSecret: true });
    expect(mail).toMatchObject({
      host: "mail.example.org:587",
      hasSecret: true,
      email: { tls: "starttls", to: ["ops@example.org", "night@example.org"] },
    });
    const shown = JSON.stringify([
      channel,
      mail,
      await listChannels(admin()),
      await runtime.db.read.select().from(channels),
      await runtime.db.read.select().from(auditEntries),
    ]);
    expect(shown).not.toContain("not-a-real");
  });

  test("is bound to its row: moved to another channel it does not open", async () => {
    const one = await createChannel(admin(), slack());
    const two = await createChannel(admin(), { ...slack(), name: "other" });
    const secret = (await stored(one.id))?.secret;
    await runtime.db.write((tx) =>
      tx.update(channels).set({ secret }).where(eq(channels.id, two.id)),
    );
    expect(await testChannel(admin(), { channelId: two.id })).toMatchObject({
      ok: false,
      message: expect.stringContaining("cannot be opened"),
    });
    expect(receiver.received).toEqual([]);
  });

  test("stays when another field changes, and is erased with the channel", async () => {
    const { id } = await createChannel(admin(), {
      kind: "webhook",
      name: "hook",
      url: `${receiver.url}/old`,
      signingKey: KEY,
    });
    await updateChannel(admin(), { channelId: id, changes: { url: `${receiver.url}/new` } });
    await testChannel(admin(), { channelId: id });
    const [call] = receiver.received;
    expect(call?.path).toBe("/new");
    const signed = `${call?.headers["x-amivault-timestamp"]}.${call?.body}`;
    const digest = createHmac("sha256", KEY).update(signed).digest("hex");
    expect(call?.headers["x-amivault-signature"]).toBe(`v1=${digest}`);
    await deleteChannel(admin(), { channelId: id });
    expect(await stored(id)).toMatchObject({ secret: null });
    await expect(getChannel(admin(), { channelId: id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is not sent to another mail server than the one it was given for", async () => {
    const { id } = await createChannel(admin(), email());
    const elsewhere = { host: "mail.example.net" };
    await expect(
      updateChannel(admin(), { channelId: id, changes: elsewhere }),
    ).rejects.toMatchObject({ fields: { password: [expect.stringContaining("again")] } });
    const changes = { ...elsewhere, password: "not-a-real-one-either" };
    expect(await updateChannel(admin(), { channelId: id, changes })).toMatchObject({
      host: "mail.example.net:587",
    });
  });
});

describe("what is refused", () => {
  test.each<[string, object, string]>([
    ["a password without TLS", { tls: "none" }, "tls"],
    ["a user without a password", { password: "" }, "password"],
    ["a recipient that is none", { to: "ops" }, "to.0"],
    ["a server with a protocol", { host: "smtp://mail.example.org" }, "host"],
  ])("%s", async (_, more, field) => {
    const error = await createChannel(admin(), email(more)).catch((thrown: unknown) => thrown);
    const issues: Array<{ path: unknown[] }> = Reflect.get(Object(error), "issues") ?? [];
    expect(issues.map(({ path }) => path.join("."))).toContain(field);
  });

  test("a name twice, and fields of another kind", async () => {
    const { id } = await createChannel(admin(), slack());
    await expect(createChannel(admin(), slack())).rejects.toMatchObject({ code: "conflict" });
    await expect(
      updateChannel(admin(), { channelId: id, changes: { host: "mail.example.org" } }),
    ).rejects.toMatchObject({ fields: { host: [expect.stringContaining("slack")] } });
  });

  test("whoever is not an administrator", async () => {
    const { id } = await createChannel(admin(), slack());
    for (const role of ["viewer", "operator"] as const) {
      const ctx = userContext(runtime, role);
      const refused = { code: "forbidden" };
      await expect(listChannels(ctx)).rejects.toMatchObject(refused);
      await expect(createChannel(ctx, slack())).rejects.toMatchObject(refused);
      await expect(testChannel(ctx, { channelId: id })).rejects.toMatchObject(refused);
      await expect(deleteChannel(ctx, { channelId: id })).rejects.toMatchObject(refused);
    }
    expect(receiver.received).toEqual([]);
  });
});

test("whoever was put out or demoted meanwhile changes no channel and sends nothing", async () => {
  const { id: channelId } = await createChannel(admin(), slack());
  const before = await stored(channelId);
  const set = (change: Partial<typeof users.$inferInsert>) =>
    runtime.db.write((tx) => tx.update(users).set(change));
  for (const [change, code] of [
    [{ active: false }, "unauthorized"],
    [{ active: true, role: "viewer" }, "forbidden"],
  ] as const) {
    await set(change);
    for (const act of [
      () => createChannel(admin(), { ...slack(), name: "mole" }),
      () => updateChannel(admin(), { channelId, changes: { url: `${receiver.url}/mole` } }),
      () => testChannel(admin(), { channelId }),
      () => deleteChannel(admin(), { channelId }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code });
    }
  }
  expect(await runtime.db.read.select().from(channels)).toEqual([before]);
  expect(receiver.received).toEqual([]);
});

describe("a test", () => {
  test("says what the server answered, and is audited", async () => {
    const { id } = await createChannel(admin(), slack());
    expect(await testChannel(admin(), { channelId: id })).toEqual({
      ok: true,
      message: `${new URL(receiver.url).host} answered 200: ok`,
      suggestion: null,
      code: null,
    });
    expect(JSON.parse(receiver.received[0]?.body ?? "").text).toContain("This is a test");
    expect(await getChannel(admin(), { channelId: id })).toMatchObject({ lastError: null });
    const actions = (await runtime.db.read.select().from(auditEntries)).map((row) => row.action);
    expect(actions).toContain("channel.test");
  });

  test("says why not, without the secret, even where the server repeats it", async () => {
    const { id } = await createChannel(admin(), slack());
    receiver.answer = (request, response) => {
      response.statusCode = 404;
      response.end(`no hook at ${request.path}`);
    };
    const result = await testChannel(admin(), { channelId: id });
    expect(result).toMatchObject({ ok: false, code: "Http404" });
    expect(result.message).toContain("answered 404: no hook at");
    expect(JSON.stringify([result, await stored(id)])).not.toContain("not-a-real");
    expect(await getChannel(admin(), { channelId: id })).toMatchObject({
      lastError: result.message,
    });
  });

  test("of an address that is not listed refuses it and names the setting", async () => {
    const { id } = await createChannel(admin(), slack());
    const closed = createOutbound({ allowedPrivateTargets: [] });
    expect(await testChannel(admin(), { channelId: id }, closed)).toMatchObject({
      ok: false,
      code: "TargetRefused",
      message: expect.stringContaining("AMIVAULT_ALLOWED_PRIVATE_TARGETS"),
    });
    expect(receiver.received).toEqual([]);
  });
});

describe("a heartbeat", () => {
  const SIGNS = [TICK_LEASE, TICK_DONE_LEASE, LEDGER_DONE_LEASE];
  const live = async (names = SIGNS) => {
    for (const name of names) await stampLease(runtime, { name, owner: "test" });
  };
  const beat = async (ms: number, names = SIGNS) => {
    runtime.clock.advance(ms);
    await live(names);
    await sendHeartbeats(runtime);
  };
  const add = () =>
    createChannel(admin(), { kind: "heartbeat", name: "beat", url: `${receiver.url}/ping` });

  test("is called on every healthy minute, and once in it", async () => {
    await add();
    for (let round = 0; round < 18; round += 1) await beat(10 * SECOND);
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /ping",
      "GET /ping",
      "GET /ping",
    ]);
  });

  test("is called again at once after a clock that was ahead", async () => {
    await add();
    await beat(DAY);
    await beat(MINUTE - DAY);
    expect(receiver.received).toHaveLength(2);
    await beat(SECOND);
    expect(receiver.received).toHaveLength(2);
  });

  test.each(SIGNS)("is not called while %s is old", async (silent) => {
    await add();
    await live();
    const others = SIGNS.filter((name) => name !== silent);
    await beat(2 * MINUTE, others);
    expect(receiver.received).toEqual([]);
    await beat(SECOND);
    expect(receiver.received).toHaveLength(1);
  });

  test("that is not taken is noted, alerts the second time, and closes it when it is", async () => {
    const { id } = await add();
    receiver.answer = (_, response) => {
      response.statusCode = 503;
      response.end();
    };
    await beat(MINUTE);
    expect(await getChannel(admin(), { channelId: id })).toMatchObject({
      lastError: expect.stringContaining("answered 503"),
    });
    expect(await runtime.db.read.select().from(alerts)).toEqual([]);
    await beat(MINUTE);
    expect(await runtime.db.read.select().from(alerts)).toMatchObject([
      { kind: "channels.failing", status: "open" },
    ]);
    receiver.answer = (_, response) => response.end();
    await beat(MINUTE);
    expect(await runtime.db.read.select().from(alerts)).toMatchObject([{ status: "closed" }]);
  });
});

test.each(["name", "", "ftp://a.example", "https://jo:x@a.example/", "https://"])(
  "%j is no URL of a channel, and its field says so",
  (url) => {
    const made = CreateChannelInput.safeParse({ ...slack(), url });
    expect(made.error?.issues.map((issue) => issue.path)).toContainEqual(["url"]);
    expect(UpdateChannelBody.safeParse({ url }).success).toBe(false);
  },
);

test("a channel whose secret was lost with its key says what to enter, and is no failure of ours", async () => {
  const { id: channelId } = await createChannel(admin(), slack());
  await runtime.db.write((tx) =>
    tx.update(channels).set({ secret: null }).where(eq(channels.id, channelId)),
  );
  await expect(testChannel(admin(), { channelId })).rejects.toMatchObject({
    code: "precondition_failed",
    suggestion: expect.stringContaining("enter the URL again"),
  });
});
