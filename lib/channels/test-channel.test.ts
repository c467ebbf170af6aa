import { expect, test } from "vitest";
import { createTestRuntime } from "../testing/create-test-runtime";
import { startHttpReceiver } from "../testing/http-receiver";
import { userContext } from "../testing/contexts";
import { signedIn } from "../testing/people";
import { createChannel } from "./create-channel";
import { testChannel } from "./test-channel";

test("a test waits for nobody's write before it is sent", async () => {
  const receiver = await startHttpReceiver();
  const env = { AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1" };
  const runtime = await createTestRuntime({ env });
  const admin = await signedIn(userContext(runtime, "admin"));
  const url = `${receiver.url}/hook`;
  const { id: channelId } = await createChannel(admin, { kind: "slack", name: "team", url });
  const sent = new Promise<void>((resolve) => {
    receiver.answer = (_, response) => {
      resolve();
      response.end("ok");
    };
  });
  const writing = runtime.db.write(() => sent);
  expect(await testChannel(admin, { channelId })).toMatchObject({ ok: true });
  await writing;
  receiver.close();
  await runtime.close();
});
