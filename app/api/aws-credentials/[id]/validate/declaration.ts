import { z } from "zod";
import { CredentialValidationDto } from "#lib/credentials/dto";
import { validateCredential } from "#lib/credentials/validate-credential";
import { declareRoute } from "#lib/web/declare-route";

export const validateAwsCredential = declareRoute({
  method: "POST",
  path: "/api/aws-credentials/{id}/validate",
  summary:
    "Ask AWS again who the credential is and, by dry runs, whether it may do all that is needed",
  tag: "Credentials",
  permission: "credentials.check",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: CredentialValidationDto },
  handle: async ({ ctx, params, request: { signal } }) => ({
    status: 200,
    body: await validateCredential(ctx, { credentialId: params.id }, { signal }),
  }),
});
