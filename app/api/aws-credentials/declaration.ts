import { addCredential } from "#lib/credentials/add-credential";
import { CredentialDto } from "#lib/credentials/dto";
import { listCredentials } from "#lib/credentials/list-credentials";
import { AddCredentialInput, ListCredentialsInput } from "#lib/credentials/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAwsCredentials = declareRoute({
  method: "GET",
  path: "/api/aws-credentials",
  summary: "How AWS accounts are reached, by name; never their secrets",
  tag: "Credentials",
  permission: "credentials.read",
  query: ListCredentialsInput,
  responses: { 200: pageOf(CredentialDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listCredentials(ctx, query) }),
});

export const addAwsCredential = declareRoute({
  method: "POST",
  path: "/api/aws-credentials",
  summary: "Add a credential: its identity and that it may read are checked before it is stored",
  tag: "Credentials",
  permission: "credentials.write",
  body: AddCredentialInput,
  idempotent: true,
  responses: { 201: CredentialDto },
  handle: async ({ ctx, body }) => {
    const credential = await addCredential(ctx, body);
    const headers = { Location: `/api/aws-credentials/${credential.id}` };
    return { status: 201, body: credential, headers };
  },
});
