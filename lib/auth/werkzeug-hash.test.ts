import { expect, it } from "vitest";
import { isVerifiableWerkzeug, verifyWerkzeug } from "./werkzeug-hash";

it.each([
  "scrypt:1024:1.5:1",
  "scrypt:1024:8:1.5",
  "scrypt:1000:8:1",
  "scrypt:1024:8:17",
  "scrypt:1048576:8:1",
  "pbkdf2:md5:1",
  "pbkdf2:sha512:0.5",
])("a hash by %s matches nothing, and breaks no sign-in", async (method) => {
  const hash = `${method}$salt$${"ab".repeat(64)}`;
  expect(isVerifiableWerkzeug(hash)).toBe(false);
  expect(await verifyWerkzeug("password", hash)).toBe(false);
});
