import { getRoleTemplate, RoleTemplateQuery } from "#lib/credentials/role-template";
import { declareRoute } from "#lib/web/declare-route";

export const getAwsRoleTemplate = declareRoute({
  method: "GET",
  path: "/api/aws-credentials/template",
  summary: "CloudFormation for the role to assume: trust policy, external id and the least policy",
  tag: "Credentials",
  permission: "credentials.check",
  query: RoleTemplateQuery,
  responses: { 200: "application/yaml" },
  handle: async ({ ctx, query }) => ({
    status: 200,
    body: await getRoleTemplate(ctx, { ...query, features: query.features.join(",") }),
    headers: { "Content-Disposition": 'attachment; filename="amivault-role.yaml"' },
  }),
});
