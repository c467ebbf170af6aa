import type { Canary } from "./canary";
import type { Sent } from "./people";

/** A secret in the wrong field, in broken JSON, too long, in a query string, in a header, in a path. */
export function malformedRequests(plant: (what: string) => Canary): Sent[] {
  const credentials = "/api/aws-credentials";
  const secret = (what: string): string => plant(what).value;
  const keys = {
    kind: "access_key",
    name: "bad",
    region: "eu-central-1",
    accessKeyId: "AKIA0123456789ABCDEF",
  };
  const requests = [
    post(credentials, { ...keys, region: secret("secret as the region") }),
    post(credentials, { ...keys, kind: secret("secret as the kind") }),
    post(credentials, { ...keys, accessKeyId: `${secret("secret as the key id")} !` }),
    post(credentials, { ...keys, secretAccessKey: `"${secret("secret in quotes")}"` }),
    post(credentials, { ...keys, secretAccessKey: [secret("secret in a list")] }),
    post(credentials, { ...keys, secretAccessKey: { a: { b: secret("secret in an object") } } }),
    post(credentials, { ...keys, secretAccessKey: secret("secret that is too long").repeat(300) }),
    post(credentials, { ...keys, [secret("secret as a field's name")]: 1 }),
    post(credentials, {
      kind: "assume_role",
      name: "r",
      region: "eu-central-1",
      roleArn: secret("secret as the role"),
    }),
    post(credentials, `{"secretAccessKey":"${secret("secret in cut JSON")}`),
    post(credentials, `secretAccessKey=${secret("secret as a form")}`),
    post(credentials, JSON.stringify(secret("secret alone"))),
    post("/api/login", { username: "admin", password: [secret("password in a list")] }),
    post("/api/login", { username: { a: secret("password in a name's object") }, password: "x" }),
    post("/api/login", `{"username":"admin","password":"${secret("password in cut JSON")}`),
    post("/api/login", {
      username: "admin",
      password: secret("password that is too long").repeat(100),
    }),
    post("/api/backups/bak_missing/removal", {
      mode: "image",
      credential: { ...keys, secretAccessKey: secret("one-time secret of nothing") },
    }),
    post("/api/backup-callback", { key: secret("key of a report") }),
    post("/api/nowhere", { password: secret("password to nowhere") }),
    {
      ...post("/sign-in", `1_password=${secret("password of an action that is not there")}`),
      headers: { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
    },
    {
      ...post(
        "/api/auth/callback/credentials",
        `username=admin&password=${secret("password of a plain form")}`,
      ),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    },
    {
      ...post(
        "/api/login",
        JSON.stringify({ username: "admin", password: secret("password as text") }),
      ),
      headers: { "content-type": "text/plain" },
    },
  ];
  // Whoever writes a secret into an address sees it again in the answer, and nobody else does.
  const seen = (what: string, to: (value: string) => Omit<Sent, "shown">): Sent => {
    const canary = plant(what);
    return { ...to(canary.value), shown: [canary] };
  };
  return [
    ...requests,
    seen("secret in a query", (value) =>
      get(`/api/instances?search=${value}&secretAccessKey=${value}`),
    ),
    seen("password in a query", (value) => ({
      ...post("/api/login", {}),
      path: `/api/login?password=${value}`,
    })),
    seen("password in a page's query", (value) => get(`/sign-in?username=a&password=${value}`)),
    seen("secret in a page's query", (value) => get(`/credentials/new?secretAccessKey=${value}`)),
    seen("secret in where to go next", (value) => get(`/sign-in?callbackUrl=/${value}`)),
    seen("secret in a page's path", (value) => get(`/${value}`)),
    seen("secret as an id", (value) => get(`/api/backups/${value}`)),
    seen("secret as a page's id", (value) => get(`/credentials/${value}`)),
    ...[
      "authorization",
      "x-api-key",
      "x-request-id",
      "referer",
      "x-forwarded-for",
      "if-none-match",
    ].map((name) =>
      seen(`secret as ${name}`, (value) =>
        get("/api/me", { [name]: name === "authorization" ? `Bearer ${value}` : value }),
      ),
    ),
    seen("secret as another cookie", (value) => get("/api/me", { cookie: `other=${value}` })),
    seen("secret as a session cookie", (value) =>
      get("/api/me", { cookie: `amivault.session=${value}` }),
    ),
    seen("secret as a CSRF token", (value) => ({
      ...post("/api/instances", {}),
      headers: { "x-amivault-csrf": value },
    })),
  ];
}

function post(path: string, body: unknown): Sent {
  return { method: "POST", path, body };
}

function get(path: string, headers: Record<string, string> = {}): Sent {
  return { method: "GET", path, headers };
}
