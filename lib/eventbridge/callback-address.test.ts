import { expect, test } from "vitest";
import { toCallbackAddress, toGatewayAddress } from "./callback-address.pure";

const rules = { mayBePlain: (host: string) => ["localhost", "::1", "10.0.0.7"].includes(host) };
const ACCOUNT = "111122223333";

test.each([
  ["https://amivault.example.org", "https://amivault.example.org/api/backup-callback"],
  ["https://example.org/backups/", "https://example.org/backups/api/backup-callback"],
  ["https://example.org/api/backup-callback", "https://example.org/api/backup-callback"],
  ["https://example.org/api/backup-callback/", "https://example.org/api/backup-callback"],
  ["http://localhost:8080", "http://localhost:8080/api/backup-callback"],
  ["http://[::1]:8080", "http://[::1]:8080/api/backup-callback"],
  ["http://10.0.0.7", "http://10.0.0.7/api/backup-callback"],
  [
    `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/prod`,
    "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/api/backup-callback",
  ],
  [
    `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/prod/POST/api/backup-callback`,
    "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/api/backup-callback",
  ],
  [
    `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/prod/*/*`,
    "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/api/backup-callback",
  ],
  [
    `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/prod/amivault`,
    "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/amivault/api/backup-callback",
  ],
  [
    `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/$default/POST/hook`,
    "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/hook/api/backup-callback",
  ],
  [
    `arn:aws-cn:execute-api:cn-north-1:${ACCOUNT}:a1b2c3d4e5/prod`,
    "https://a1b2c3d4e5.execute-api.cn-north-1.amazonaws.com.cn/prod/api/backup-callback",
  ],
  [
    `arn:aws-us-gov:execute-api:us-gov-west-1:${ACCOUNT}:a1b2c3d4e5/prod`,
    "https://a1b2c3d4e5.execute-api.us-gov-west-1.amazonaws.com/prod/api/backup-callback",
  ],
])("%s is called at %s", (text, url) => {
  expect(toGatewayAddress(text, rules)).toEqual({ ok: true, url });
});

test.each([
  ["amivault.example.org", "https://amivault.example.org"],
  ["ftp://example.org", "https://"],
  ["http://example.org", "Use https"],
  ["https://me:secret@example.org", "user name and password"],
  ["https://example.org/?a=1", "?"],
  ["https://example.org/#a", "#"],
])("%s is refused, and said what is right", (text, words) => {
  const refused = toCallbackAddress(text, rules);
  expect(refused).toEqual({ ok: false, problem: expect.stringContaining(words) });
  expect(JSON.stringify(refused)).not.toContain("secret");
});

test.each([
  "arn:aws:execute-api:eu-central-1:12:a1b2c3d4e5/prod",
  `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5`,
  `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/*/POST/x`,
  `arn:aws:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/prod/POST/*/x`,
  `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:x`,
  `arn:aws-moon:execute-api:eu-central-1:${ACCOUNT}:a1b2c3d4e5/prod`,
  `arn:aws:execute-api:evil.example.org#:${ACCOUNT}:a1b2c3d4e5/prod`,
  `arn:aws:execute-api:eu-central-1:${ACCOUNT}:evil.example.org/prod`,
])("%s is no address", (text) => {
  expect(toGatewayAddress(text, rules)).toEqual({
    ok: false,
    problem: expect.stringContaining("arn:aws:execute-api:eu-central-1"),
  });
});
