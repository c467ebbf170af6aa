import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { requireActionBody } from "./action-body";

type Encode = (input: unknown) => Promise<string | FormData>;

/** React's own encoder, of the copy that Next runs in the browser. */
const { encodeReply }: { encodeReply: Encode } = createRequire(import.meta.url)(
  "next/dist/compiled/react-server-dom-turbopack/cjs/react-server-dom-turbopack-client.node.production.js",
);

const shared = { cron: "0 3 * * *", zone: "UTC" };

test.each([
  ["one object", [{ a: 1, list: ["x", null, true] }]],
  ["nothing", []],
  ["undefined", [undefined]],
  ["texts that look like references", [{ secret: "$K1", cost: "$5", "x:y": "$@1" }]],
  ["one object in many places", [{ a: shared, b: [shared, shared], "c:d": shared }]],
  ["dates and odd numbers", [{ at: new Date(0), none: Number.NaN, zero: -0, big: 10n }]],
])("an action that is called with %s is let through", async (_what, input) => {
  const body = await encodeReply(input);
  const headers = { "next-action": "7f".repeat(21), "content-type": "text/plain;charset=UTF-8" };
  expect(typeof body).toBe("string");
  await expect(send(body, headers)).resolves.toBeUndefined();
});

test.each([
  ["first", null],
  ["after a refusal", { ok: false, error: { code: "x", message: "$5", fields: { a: ["$K1"] } } }],
])("a form is let through %s", async (_when, before) => {
  const form = new FormData();
  form.append("username", "$jo");
  const body = await encodeReply([before, form]);
  await expect(send(body, { "next-action": "7f".repeat(21) })).resolves.toBeUndefined();
});

function send(body: BodyInit, headers: Record<string, string>): Promise<void> {
  return requireActionBody(new Request("http://127.0.0.1/", { method: "POST", headers, body }));
}
