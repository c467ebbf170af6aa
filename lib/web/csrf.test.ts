import { describe, expect, test } from "vitest";
import { makeCsrfToken, requireCsrfToken, subjectOfSession } from "./csrf";

const config = { sessionSecret: "a".repeat(43) };
const mine = subjectOfSession({ id: "ses_2", familyId: "ses_1" });
const check = (token: string | null, subject: typeof mine | null = mine) => {
  return () => requireCsrfToken(config, { subject, token });
};

describe("a page's token", () => {
  test("holds for its sign-in, also after the session's id has changed", () => {
    const token = makeCsrfToken(config, mine);
    expect(check(token)).not.toThrow();
    expect(check(token, subjectOfSession({ id: "ses_9", familyId: "ses_1" }))).not.toThrow();
    expect(check(token, subjectOfSession({ id: "ses_1", familyId: "" }))).not.toThrow();
  });

  test("is another text on every page", () => {
    expect(makeCsrfToken(config, mine)).not.toBe(makeCsrfToken(config, mine));
  });

  const token = makeCsrfToken(config, mine);
  const [salt, mac = ""] = token.split(".");
  test.each([
    ["none", null],
    ["an empty one", ""],
    ["another session's", makeCsrfToken(config, "session:ses_2")],
    ["one of before the sign-in", makeCsrfToken(config, "door:ses_1")],
    ["one under another key", makeCsrfToken({ sessionSecret: "b".repeat(43) }, mine)],
    ["another salt", `x${salt}.${mac}`],
    ["a shorter signature", `${salt}.${mac.slice(0, 20)}`],
    ["no signature", `${salt}.`],
    ["no salt", `.${mac}`],
    ["more parts", `${token}.x`],
    ["something huge", "x".repeat(1_000_000)],
  ])("%s is refused", (_what, given) => {
    expect(check(given)).toThrow("Reload this page");
  });

  test("counts for nothing without a cookie that it is bound to", () => {
    expect(check(token, null)).toThrow("Reload this page");
  });
});
