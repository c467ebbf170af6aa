import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { SessionWithUser } from "../auth/sessions.repo";
import { DAY } from "../clock";
import { idempotencyKeys } from "../db/schema";
import { ConflictError } from "../errors";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser } from "../testing/people";
import { callRoute } from "../testing/web-client";
import { declareRoute } from "./declare-route";

let runtime: TestRuntime;
let script: SessionWithUser;
let made: number;
let failure: Error | null;
let gate: Promise<void> | null;

const makeThing = declareRoute({
  method: "POST",
  path: "/api/things",
  summary: "Test",
  tag: "Test",
  permission: "backups.create",
  idempotent: true,
  body: z.object({ name: z.string() }),
  responses: { 201: z.object({ number: z.number() }) },
  handle: async () => {
    if (gate) await gate;
    if (failure) throw failure;
    made += 1;
    return { status: 201, body: { number: made }, headers: { Location: `/api/things/${made}` } };
  },
});

beforeEach(async () => {
  runtime = await createTestRuntime();
  script = await newScript();
  made = 0;
  failure = null;
  gate = null;
});
afterEach(() => runtime.close());

async function newScript(): Promise<SessionWithUser> {
  const user = await createTestUser(runtime);
  return createTestSession(runtime, { user, kind: "api" });
}
const send = (key: string, options: { name?: string; as?: SessionWithUser } = {}) =>
  callRoute(runtime, makeThing, {
    as: options.as ?? script,
    headers: { "idempotency-key": key },
    body: { name: options.name ?? "n" },
  });

describe("Idempotency-Key", () => {
  test("gives the first answer again, header and all, and does nothing twice", async () => {
    const first = await send("k1");
    const again = await send("k1");
    expect([first.status, again.status, made]).toEqual([201, 201, 1]);
    expect(await again.json()).toEqual(await first.json());
    expect(again.headers.get("location")).toBe("/api/things/1");
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  test("two at once do it once: the second is told to wait", async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const both = [send("k1"), send("k1")];
    expect((await Promise.race(both)).status).toBe(409);
    open();
    const statuses = (await Promise.all(both)).map((response) => response.status);
    expect(statuses.toSorted()).toEqual([201, 409]);
    expect(made).toBe(1);
  });

  test("with another request is refused", async () => {
    await send("k1");
    const other = await send("k1", { name: "other" });
    expect(other.status).toBe(422);
    expect(made).toBe(1);
  });

  test("leaves nothing in the database by which a short secret of the body could be guessed", async () => {
    await send("k1", { name: "short" });
    const [row] = await runtime.db.read.select().from(idempotencyKeys);
    const body = JSON.stringify({ name: "short" });
    for (const encoding of ["base64url", "hex", "base64"] as const) {
      expect(row?.fingerprint).not.toContain(createHash("sha256").update(body).digest(encoding));
    }
    expect(row?.fingerprint).toMatch(/^POST \/api\/things [\w-]{43}$/);
  });

  test("is one's own: another user's same key is another", async () => {
    await send("k1");
    expect((await send("k1", { as: await newScript() })).status).toBe(201);
    expect(made).toBe(2);
  });

  test("a refusal is not kept, an unknown failure is not repeated", async () => {
    failure = new ConflictError("Busy.");
    expect((await send("k1")).status).toBe(409);
    failure = null;
    expect((await send("k1")).status).toBe(201);
    failure = new Error("lost in the middle");
    expect((await send("k2")).status).toBe(500);
    failure = null;
    expect((await send("k2")).status).toBe(409);
  });

  test("of a request that broke off runs again where the verb itself knows the key", async () => {
    const byVerb = { ...makeThing, idempotent: "byVerb" as const };
    const ask = (name = "n") =>
      callRoute(runtime, byVerb, {
        as: script,
        headers: { "idempotency-key": "k1" },
        body: { name },
      });
    failure = new Error("lost in the middle");
    expect((await ask()).status).toBe(500);
    failure = null;
    expect((await ask("other")).status).toBe(422);
    expect((await ask()).status).toBe(201);
    expect((await ask()).headers.get("idempotency-replayed")).toBe("true");
    expect(made).toBe(1);
  });

  test("is forgotten after a day", async () => {
    await send("k1");
    runtime.clock.advance(DAY + 1);
    script = await newScript();
    expect((await send("k1")).status).toBe(201);
    expect(made).toBe(2);
  });

  test.each(["a b", "x".repeat(201)])("must be short and visible: %s", async (key) => {
    expect((await send(key)).status).toBe(422);
  });
});
