import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureDefaults } from "../settings/ensure-defaults";
import { updateSettings } from "../settings/update-settings";
import { leadToCallback } from "../testing/callback-receiver";
import { userContext } from "../testing/contexts";
import { signedIn } from "../testing/people";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { startHttpReceiver, type HttpReceiver } from "../testing/http-receiver";
import { readCallbackUrl } from "./callback-url";
import { testCallback } from "./self-test";

let runtime: TestRuntime;
let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await startHttpReceiver();
});
afterEach(async () => {
  receiver.close();
  await runtime.close();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  runtime = await createTestRuntime({ env });
  await ensureDefaults(runtime);
}

const save = async (publicUrl: string | null) =>
  updateSettings(await signedIn(userContext(runtime, "admin")), { publicUrl });

test("without any address nobody is called", async () => {
  await start({ NEXTAUTH_URL: "http://10.0.0.1:8080" });
  expect(await readCallbackUrl(runtime)).toBeNull();
});

test("the public address holds over NEXTAUTH_URL, and the gateway over both", async () => {
  const env = {
    NEXTAUTH_URL: "https://inside.example.org",
    AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1",
  };
  await start(env);
  expect(await readCallbackUrl(runtime)).toBe("https://inside.example.org/api/backup-callback");
  expect(await save(receiver.url)).toMatchObject({
    publicUrl: receiver.url,
    callbackUrl: `${receiver.url}/api/backup-callback`,
  });
  expect(await readCallbackUrl(runtime)).toBe(`${receiver.url}/api/backup-callback`);
  await save(null);
  expect(await readCallbackUrl(runtime)).toBe("https://inside.example.org/api/backup-callback");
  await runtime.close();
  await start({ ...env, API_GATEWAY_ENDPOINT: "https://gateway.example.org/prod" });
  expect(await readCallbackUrl(runtime)).toBe(
    "https://gateway.example.org/prod/api/backup-callback",
  );
});

test("changing the address asks for a fresh proof, and a token never does", async () => {
  await start();
  const change = { publicUrl: "https://elsewhere.example.org" };
  const stale = await signedIn(userContext(runtime, "admin", { provenAt: 0 }));
  await expect(updateSettings(stale, change)).rejects.toMatchObject({ reason: "proof_required" });
  await expect(updateSettings(stale, { publicUrl: null })).rejects.toMatchObject({
    reason: "proof_required",
  });
  const token = { type: "token", tokenId: "tok_1", userId: "usr_1", username: "jo" } as const;
  const scopes = ["settings.write", "security.write"] as const;
  const script = { ...stale, actor: { ...token, role: "admin" as const, scopes } };
  await expect(updateSettings(script, change)).rejects.toMatchObject({ reason: "scope_required" });
  expect(await updateSettings(stale, { rebootOnBackup: true })).toMatchObject({ publicUrl: null });
});

test("an address that cannot be called is refused beside its field, and nothing is saved", async () => {
  await start();
  await expect(save("http://amivault.example.org")).rejects.toMatchObject({
    code: "validation",
    fields: { publicUrl: [expect.stringContaining("Use https")] },
  });
  expect(await readCallbackUrl(runtime)).toBeNull();
});

test("as it is saved it is tried: what does not lead here is told, and saved all the same", async () => {
  await start({ AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1" });
  leadToCallback(receiver, runtime);
  expect(await save(receiver.url)).toMatchObject({ callbackNotice: null });
  expect(receiver.received).toHaveLength(1);
  receiver.answer = (_, response) => response.writeHead(404).end();
  const { callbackNotice } = await save(receiver.url);
  expect(callbackNotice).toContain("answered 404");
  expect(await readCallbackUrl(runtime)).toBe(`${receiver.url}/api/backup-callback`);
});

test("another installation behind the address is told from this one", async () => {
  await start({ AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1" });
  const other = await createTestRuntime({ env: { NEXTAUTH_SECRET: "another-".repeat(5) } });
  leadToCallback(receiver, other);
  expect(await testCallback(runtime, `${receiver.url}/api/backup-callback`)).toContain("401");
  await other.close();
});

test("a private address is not tried from here unless it is allowed", async () => {
  await start();
  const notice = await testCallback(runtime, `${receiver.url}/api/backup-callback`);
  expect(notice).toContain("AMIVAULT_ALLOWED_PRIVATE_TARGETS");
  expect(receiver.received).toEqual([]);
});
