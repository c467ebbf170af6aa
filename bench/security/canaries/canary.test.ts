import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { formsOf, newCanary } from "./canary";
import { createSearch } from "./search";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY==";

const hidden: Array<[string, string | Buffer]> = [
  ["as it is", `before ${secret} after`],
  ["in a URL", `/x?a=${encodeURIComponent(secret)}&b`],
  ["in JSON in JSON", JSON.stringify(JSON.stringify({ a: secret }))],
  ["in hex", Buffer.from(secret).toString("hex")],
  ["in hex, upper case", Buffer.from(secret).toString("hex").toUpperCase()],
  ["in UTF-16", Buffer.from(secret, "utf16le")],
  ["its first half", secret.slice(0, 21)],
  ["its second half", secret.slice(-21)],
  ["as basic authorisation", Buffer.from(`user:${secret}`).toString("base64")],
  ["in base64url, in the middle", Buffer.from(`12${secret}3`).toString("base64url")],
  ["in base64 of JSON", Buffer.from(JSON.stringify({ key: secret })).toString("base64")],
];

test.each(hidden)("a secret is found %s", (_how, where) => {
  const search = createSearch();
  search.plant({ what: "key", value: secret });
  search.look("here", Buffer.from(where));
  expect(search.hits()).toEqual([expect.stringContaining("key")]);
});

test("what was not planted is not found, and an answer that may show one shows that one alone", () => {
  const search = createSearch();
  const [one, two] = [newCanary("one"), newCanary("two")];
  search.plant(one);
  search.plant(two);
  search.look("clean", newCanary("three").value);
  search.look("answer", `${one.value}`, [one]);
  expect(search.hits()).toEqual([]);
  search.look("answer", `${one.value}${two.value}`, [one]);
  expect(search.hits()).toEqual(["two, as it is, in answer"]);
  expect(search.hits().join("")).not.toContain(two.value);
});

test("every canary is another, and long enough not to be there by chance", () => {
  const values = Array.from({ length: 100 }, () => newCanary("x").value);
  expect(new Set(values).size).toBe(100);
  for (const value of values) expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
  expect([...formsOf(secret).keys()].length).toBeGreaterThan(10);
  expect(deflateSync(values.join("")).byteLength).toBeGreaterThan(2_000);
});
