import { beginSecondFactor } from "#lib/auth/second-factor/begin-second-factor";
import { EnrolmentDto } from "#lib/auth/second-factor/dto";
import { BeginSecondFactorInput } from "#lib/auth/second-factor/schemas";
import { declareRoute } from "#lib/web/declare-route";
import { ownHost } from "#lib/web/origin";

export const beginMySecondFactor = declareRoute({
  method: "POST",
  path: "/api/me/second-factor/enrolment",
  summary: "Begin with an authenticator: its secret, this once; it counts from its confirmation on",
  tag: "Account",
  permission: "account.secure",
  body: BeginSecondFactorInput,
  responses: { 201: EnrolmentDto },
  handle: async ({ ctx, body, request }) => {
    const host = ownHost(ctx.runtime.config, request.headers);
    return { status: 201, body: await beginSecondFactor(ctx, { ...body, host }) };
  },
});
