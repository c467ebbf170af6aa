import { sample, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordProblem } from "./password-rules.pure";

const names = ["admin", "jo.field@example.org"];

describe("passwordProblem", () => {
  test.each([
    ["admin", /at least 12/],
    ["changeme", /at least 12/],
    ["adminadminadmin", /default|own name/],
    ["Admin-2026-2026", /default|own name/],
    ["changeme_changeme", /default/],
    ["Change-Me-123456", /default/],
    ["P@ssw0rd2026!", /default/],
    ["passwordpassword", /default/],
    ["password12345", /default/],
    ["123456789012", /common/],
    ["abcdefghijkl", /common/],
    ["9876543210987", /common/],
    ["aaaaaaaaaaaaaaaa", /different/],
    ["jo.field@example.org", /own name/],
    ["x".repeat(257), /at most 256/],
  ])("refuses %s", (password, reason) => {
    expect(passwordProblem(password, names)).toMatch(reason);
  });

  test.each([
    "ember-orchid-92-lattice",
    "k3r9x-4mq2t-8wz7c-h5n1p",
    "пароль для дома 71",
    "🦀🐙🦑🐡🐠🐟🐬🐳🐋🦈🐊🐢",
    " blanks at both ends ",
  ])("accepts %s", (password) => {
    expect(passwordProblem(password, names)).toBeNull();
  });

  test("counts characters, not bytes: nothing is cut off", () => {
    expect(passwordProblem("🦀🐙🦑🐡🐠🐟".repeat(42) + "abcd", [])).toBeNull();
    expect(passwordProblem("🦀🐙🦑🐡🐠🐟".repeat(43), [])).toMatch(/at most/);
  });

  test("never accepts a text of fewer than twelve characters", () => {
    const short = sample(string({ unit: "binary", maxLength: 11, size: "max" }), 500);
    expect(short.filter((text) => passwordProblem(text, names) === null)).toEqual([]);
  });

  test("accepts nearly every random text that is long enough", () => {
    const long = sample(string({ minLength: 16, maxLength: 60, size: "max" }), 500);
    const accepted = long.filter((text) => passwordProblem(text, names) === null);
    expect(accepted.length).toBeGreaterThan(350);
  });
});
