import { describe, expect, it } from "vitest";
import { parseKeys } from "./parse-keys.pure";

const keys = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "abc/DEF+1=",
  sessionToken: "token/+==",
};
const timed = { ...keys, expiresAt: "2026-11-27T12:00:00+00:00" };
const process = {
  Version: 1,
  AccessKeyId: keys.accessKeyId,
  SecretAccessKey: keys.secretAccessKey,
  SessionToken: keys.sessionToken,
  Expiration: timed.expiresAt,
};
const lines = (before: string, quote = "") =>
  [
    `${before}AWS_ACCESS_KEY_ID=${quote}${keys.accessKeyId}${quote}`,
    `${before}AWS_SECRET_ACCESS_KEY=${quote}${keys.secretAccessKey}${quote}`,
    `${before}AWS_SESSION_TOKEN=${quote}${keys.sessionToken}${quote}`,
  ].join("\r\n");

describe("pasted keys", () => {
  it.each([
    ["export-credentials", JSON.stringify(process, null, 2)],
    ["STS", JSON.stringify({ Credentials: process, AssumedRoleUser: { Arn: "arn" } })],
    ["a shell", `${lines("export ", '"')}\nexport AWS_CREDENTIAL_EXPIRATION=${timed.expiresAt}`],
  ])("of %s are taken apart, with their end", (_, text) => {
    expect(parseKeys(text)).toEqual(timed);
  });

  it.each([
    ["PowerShell", lines("$Env:", '"')],
    ["Windows", lines("SET ")],
    [
      "a shared file",
      `[default]\n${lines("").toLowerCase().replaceAll("asiaexample", "ASIAEXAMPLE").replaceAll("abc/def", "abc/DEF")}`,
    ],
  ])("of %s have no end that is said", (_, text) => {
    expect(parseKeys(text)).toEqual({ ...keys, expiresAt: "" });
  });

  it.each(["", "{", "null", "[]", "AKIAEXAMPLE", '{"Credentials":null}', "export A=b"])(
    "are not in %j",
    (text) => expect(parseKeys(text)).toBeNull(),
  );
});
