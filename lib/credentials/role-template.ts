import { z } from "zod";
import { requirePermission } from "#lib/auth/require-permission";
import { FEATURES } from "./features.pure";
import { roleTemplate } from "./role-template.pure";
import { toYaml } from "./to-yaml.pure";
import type { Context } from "#lib/context";
import { getCredentialRow } from "./get-credential-row";
import { ExternalId } from "./schemas";
import { requireKnownExternalId, suggestExternalId } from "./external-id";

export const RoleTemplateQuery = z.object({
  /** Separated by commas; `backups` is always among them. */
  features: z
    .string()
    .max(100)
    .default("backups,deletion")
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(FEATURES, { error: `Choose of ${FEATURES.join(", ")}.` }))),
  /** The caller’s own that no credential has yet, unless it is given: then one that was issued to them, or that a credential they see has. */
  externalId: ExternalId.optional(),
  /** The saved credential that is to assume the role. */
  sourceCredentialId: z.string().min(1).max(64).optional(),
});
export type RoleTemplateQuery = z.input<typeof RoleTemplateQuery>;

/** CloudFormation that makes the role AMIVault is to assume, as YAML. */
export async function getRoleTemplate(ctx: Context, input: RoleTemplateQuery): Promise<string> {
  requirePermission(ctx, "credentials.check");
  const { features, externalId, sourceCredentialId } = RoleTemplateQuery.parse(input);
  const { db, config } = ctx.runtime;
  if (externalId !== undefined) {
    await requireKnownExternalId(ctx, { externalId, field: "externalId" });
  }
  const source =
    sourceCredentialId === undefined
      ? null
      : await getCredentialRow(db.read, ctx, sourceCredentialId);
  const template = roleTemplate({
    partition: source?.partition ?? "aws",
    installationId: config.installationId,
    features,
    externalId: externalId ?? (await suggestExternalId(ctx)),
    assumer: source,
  });
  return toYaml(template);
}
