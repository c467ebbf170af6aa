import { sample, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordProblem as problemOf } from "./password-problem";
import { hashPassword, verifyPassword } from "./password-hash";

const names = { username: "admin", email: "jo.field@example.org" };
type Names = Parameters<typeof problemOf>[1];
const passwordProblem = (password: string, user: Names = names) => problemOf(password, user);

describe("passwordProblem", () => {
  test.each([
    ["admin", /at least 12/],
    ["changeme", /at least 12/],
    ["adminadminadmin", /default|own name/],
    ["Admin-2026-2026", /default|own name/],
    ["changeme_changeme", /default/],
    ["Change-Me-123456", /default/],
    ["AMIVault-2026!", /default/],
    ["P@ssw0rd2026!", /default/],
    ["passwordpassword", /default/],
    ["password12345", /default/],
    ["123456789012", /common/],
    ["abcdefghijkl", /common/],
    ["9876543210987", /common/],
    ["dragon123456", /common/],
    ["123456-monkey", /common/],
    ["Shadow!Shadow!", /common/],
    ["1qaz2wsx3edc", /common/],
    ["MotherFucker", /common/],
    ["jo.field-2026", /own name/],
    ["aaaaaaaaaaaaaaaa", /different/],
    ["jo.field@example.org", /own name/],
    ["Example.Field.1", /own name/],
    ["F1eld-Fi3ld-F1eld!", /own name/],
    ["field@example1234", /own name/],
    ["x".repeat(257), /at most 256/],
  ])("refuses %s", (password, reason) => {
    expect(passwordProblem(password)).toMatch(reason);
  });

  test.each([
    "ember-orchid-92-lattice",
    "k3r9x-4mq2t-8wz7c-h5n1p",
    "пароль для дома 71",
    "🦀🐙🦑🐡🐠🐟🐬🐳🐋🦈🐊🐢",
    " blanks at both ends ",
  ])("accepts %s", (password) => {
    expect(passwordProblem(password)).toBeNull();
  });

  test.each([
    ["Smith.Alice1", { username: "alice.smith", email: null }],
    ["al1ce.sm1th!", { username: "Alice.Smith", email: null }],
    ["2024061520240615", { username: "20240615", email: null }],
    ["MüllerMüller", { username: "jo", email: "jo@müller.example" }],
  ])("refuses %s, which is nothing but its user's names", (password, user) => {
    expect(passwordProblem(password, user)).toMatch(/own name/);
  });

  test.each([
    ["alice in wonderland", { username: "alice.smith", email: null }],
    ["the-blacksmith-sang", { username: "alice.smith", email: null }],
    ["jo-jo-jo-ember-92", { username: "jo", email: null }],
  ])("accepts %s, which has more in it than a name", (password, user) => {
    expect(passwordProblem(password, user)).toBeNull();
  });

  test("counts characters, not bytes: nothing is cut off", () => {
    expect(passwordProblem("🦀🐙🦑🐡🐠🐟".repeat(42) + "abcd")).toBeNull();
    expect(passwordProblem("🦀🐙🦑🐡🐠🐟".repeat(43))).toMatch(/at most/);
  });

  test("never accepts a text of fewer than twelve characters", () => {
    const short = sample(string({ unit: "binary", maxLength: 11, size: "max" }), 500);
    expect(short.filter((text) => passwordProblem(text) === null)).toEqual([]);
  });

  test("accepts nearly every random text that is long enough", () => {
    const long = sample(string({ minLength: 16, maxLength: 60, size: "max" }), 500);
    const accepted = long.filter((text) => passwordProblem(text) === null);
    expect(accepted.length).toBeGreaterThan(350);
  });

  test("counts what is hashed: letters with accents apart are as many as together", () => {
    const apart = "e\u0301".repeat(3) + "o\u0308u\u0308";
    expect(passwordProblem(`${apart}abcdef`)).toMatch(/at least 12/);
    // One character becomes two in the normal form: 200 of them are more than 256.
    expect(passwordProblem("\u0958\u0959\u095a\u095b\u095c".repeat(40))).toMatch(/at most 256/);
  });

  test("refuses half a surrogate pair, which many texts would share", () => {
    expect(passwordProblem("ember-orchid-\ud800-lattice")).toMatch(/broken/);
  });
});

describe("nothing of a password is cut off", () => {
  const verify = (password: string, passwordHash: string) =>
    verifyPassword({ password, passwordHash, importedHashes: [] });

  test.each([
    ["after a NUL", "ember-orchid\0-92", "ember-orchid\0-93"],
    ["after 72 bytes", `${"x".repeat(72)}-one`, `${"x".repeat(72)}-two`],
    ["at the 256th character", `${"y".repeat(255)}1`, `${"y".repeat(255)}2`],
    ["blanks at the end", "ember-orchid-92", "ember-orchid-92 "],
    ["case", "ember-orchid-92", "Ember-orchid-92"],
    ["beyond the longest", "z".repeat(256), "z".repeat(257)],
    ["a broken character", "ember-orchid-\ufffd", "ember-orchid-\ud800"],
  ])("%s", async (_what, password, other) => {
    const passwordHash = await hashPassword(password);
    expect(await verify(password, passwordHash)).toBe(true);
    expect(await verify(other, passwordHash)).toBe(false);
  });

  test("typed on another system it is the same", async () => {
    const composed = "caf\u00e9-orchid-92-lattice";
    expect(await verify("cafe\u0301-orchid-92-lattice", await hashPassword(composed))).toBe(true);
  });
});
