import { z } from "zod";
import { deleteCredential } from "#lib/credentials/delete-credential";
import { CredentialDetailDto, CredentialDto } from "#lib/credentials/dto";
import { getCredential } from "#lib/credentials/get-credential";
import { UpdateCredentialBody } from "#lib/credentials/schemas";
import { updateCredential } from "#lib/credentials/update-credential";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/aws-credentials/{id}";
const tag = "Credentials";

export const getAwsCredential = declareRoute({
  method: "GET",
  path,
  summary: "One credential, with what AWS last said about each permission that it needs",
  tag,
  permission: "credentials.read",
  params,
  responses: { 200: CredentialDetailDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getCredential(ctx, { credentialId: params.id }),
  }),
});

export const updateAwsCredential = declareRoute({
  method: "PATCH",
  path,
  summary: "Rename a credential, or replace its keys by others of the same account",
  tag,
  permission: "credentials.write",
  params,
  body: UpdateCredentialBody,
  responses: { 200: CredentialDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateCredential(ctx, { credentialId: params.id, ...body }),
  }),
});

export const deleteAwsCredential = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete a credential that no instance needs; its secret is erased",
  tag,
  permission: "credentials.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deleteCredential(ctx, { credentialId: params.id });
    return { status: 204 };
  },
});
