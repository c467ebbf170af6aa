import { generateSync } from "otplib";
import { beginSecondFactor } from "#lib/auth/second-factor/begin-second-factor";
import { confirmSecondFactor } from "#lib/auth/second-factor/confirm-second-factor";
import { usePasswordLink } from "#lib/users/use-password-link";
import type { Canary } from "./canary";
import { NOBODY, send } from "./people";
import { actAs, type Planting, type Tools } from "./tools";

export async function plantPeople({ planting, plant, ask }: Tools): Promise<void> {
  const { installation, adminPassword } = planting.world;
  const login = (body: Record<string, string>, shown: readonly Canary[] = []) =>
    ask({ method: "POST", path: "/api/login", body, shown }, NOBODY);
  await login({ username: "admin", password: plant("wrong password").value });
  await login({ username: plant("password typed as the user name").value, password: "x" });
  await signInForToken(planting, { username: "admin", password: adminPassword });

  const answer = await createInvited(planting);
  const link = { ...answer, password: plant("chosen password", 24).value };
  await usePasswordLink(installation.ctx, { ...link, kind: "api", userAgent: "bench" });
  await signInForToken(planting, { username: "invited", password: link.password });
  await ask({
    method: "POST",
    path: "/api/me/proof",
    body: { password: plant("wrong proof").value },
  });
  await ask({
    method: "POST",
    path: "/api/me/password",
    body: {
      currentPassword: plant("wrong current password").value,
      newPassword: plant("new password").value,
    },
  });
}

/** Makes a personal token, which that answer alone shows, and uses it. */
export async function plantPersonalToken({ world, search, admin }: Planting): Promise<void> {
  const response = await fetch(new URL("/api/tokens", world.url), {
    method: "POST",
    headers: { ...admin.headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "script", scopes: ["backups.read"] }),
  });
  const token = /"token":"([^"]+)"/.exec(await response.text())?.[1];
  if (token === undefined) throw new Error(`No token was given (${response.status}).`);
  search.plant({ what: "personal token", value: token });
  const headers = { authorization: `Bearer ${token}` };
  const read = { method: "GET", path: "/api/backups", headers };
  const { status } = await send({ world, search }, NOBODY, read);
  if (status !== 200) throw new Error(`The token opens nothing (${status}).`);
}

/** By the verbs themselves: what is kept of it is looked for in the database. */
export async function plantSecondFactor(planting: Planting): Promise<void> {
  const { search, enroller } = planting;
  const ctx = actAs(planting, enroller);
  const { secret, enrolmentId } = await beginSecondFactor(ctx, { host: "127.0.0.1" });
  search.plant({ what: "secret of the second factor", value: secret });
  const { recoveryCodes } = await confirmSecondFactor(ctx, {
    enrolmentId,
    code: generateSync({ secret }),
  });
  for (const value of recoveryCodes) {
    search.plant({ what: "recovery code", value });
    search.plant({ what: "recovery code", value: value.replaceAll(/[^A-Za-z0-9]/g, "") });
  }
}

/** Invites somebody; the link is shown in that answer alone. */
async function createInvited({ world, search, admin }: Planting): Promise<{ token: string }> {
  const body = { username: "invited", role: "operator" };
  const response = await fetch(new URL("/api/users", world.url), {
    method: "POST",
    headers: { ...admin.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const token = /"path":"[^"#]*#([^"]+)"/.exec(await response.text())?.[1];
  if (token === undefined) throw new Error(`No link was given (${response.status}).`);
  const bare = token.replace(/^.*=/, "");
  search.plant({ what: "one-time link", value: bare });
  return { token: bare };
}

async function signInForToken(
  { world, search }: Planting,
  body: Record<string, string>,
): Promise<void> {
  const response = await fetch(new URL("/api/login", world.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const token = /"token":"([^"]+)"/.exec(await response.text())?.[1];
  if (token === undefined) throw new Error(`Signing in answered ${response.status}.`);
  search.plant({ what: "token of a sign-in", value: token.split(".").at(-1) ?? token });
  const headers = { authorization: `Bearer ${token}` };
  await send({ world, search }, NOBODY, { method: "GET", path: "/api/me", headers });
  const forged = `${token.slice(0, -4)}AAAA`;
  const wrong = { authorization: `Bearer ${forged}` };
  await send({ world, search }, NOBODY, { method: "GET", path: "/api/me", headers: wrong });
}
