import { ProveIdentityInput, proveIdentity } from "#lib/auth/prove-identity";
import { PROOF_MS } from "#lib/auth/require-permission";
import { toIso } from "#lib/clock";
import { ProofDto } from "#lib/users/dto";
import { declareRoute } from "#lib/web/declare-route";
import { handOverSession } from "#lib/web/hand-over-session";

export const proveMyself = declareRoute({
  method: "POST",
  path: "/api/me/proof",
  summary: "Prove the password or a code again; gives a new token or cookie in place of this one",
  tag: "Account",
  permission: "account.self",
  body: ProveIdentityInput,
  responses: { 200: ProofDto },
  handle: async ({ ctx, body, request }) => {
    const { session } = await proveIdentity(ctx, body);
    const { token, expiresAt, cookies } = await handOverSession(ctx.runtime, {
      session,
      headers: request.headers,
    });
    const provenUntil = toIso(session.provenAt + PROOF_MS);
    return { status: 200, cookies, body: { token, expiresAt, provenUntil } };
  },
});
