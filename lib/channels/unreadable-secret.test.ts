import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { channels } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { startHttpReceiver, type HttpReceiver } from "../testing/http-receiver";
import { signedIn } from "../testing/people";
import { createChannel } from "./create-channel";
import { testChannel } from "./test-channel";
import { updateChannel } from "./update-channel";

let runtime: TestRuntime;
let receiver: HttpReceiver;
let admin: Context;
let channelId: string;
beforeEach(async () => {
  receiver = await startHttpReceiver();
  runtime = await createTestRuntime({ env: { AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1" } });
  admin = await signedIn(userContext(runtime, "admin"));
  ({ id: channelId } = await createChannel(admin, {
    kind: "webhook",
    name: "hook",
    url: receiver.url,
    signingKey: "not-a-real-signing-key",
  }));
  const isIt = eq(channels.id, channelId);
  await runtime.db.write((tx) => tx.update(channels).set({ secret: "v2.k9.AA.AA" }).where(isIt));
});
afterEach(async () => {
  receiver.close();
  await runtime.close();
});

test("a channel whose secret does not open fails its test, and says what is missing", async () => {
  const result = await testChannel(admin, { channelId });
  expect(result).toMatchObject({
    ok: false,
    message: expect.stringContaining("The secret of this channel cannot be opened"),
    suggestion: expect.stringContaining("given again, all of it at once"),
  });
  expect(JSON.stringify(result)).not.toContain("k9");
  const [row] = await runtime.db.read.select().from(channels).where(eq(channels.id, channelId));
  expect(row?.lastError).toBe(result.message);
});

test("given again as a whole it sends again; a part of it is refused", async () => {
  const { url } = receiver;
  await expect(updateChannel(admin, { channelId, changes: { url } })).rejects.toThrow(
    "The secret of this channel cannot be opened",
  );
  await updateChannel(admin, { channelId, changes: { name: "renamed" } });
  const signingKey = "not-a-real-signing-key-2";
  await updateChannel(admin, { channelId, changes: { url, signingKey } });
  expect(await testChannel(admin, { channelId })).toMatchObject({ ok: true });
});
