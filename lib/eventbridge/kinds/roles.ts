import { AwsCallError } from "#lib/aws/aws-call-error";
import { SPECS, type SpecOf } from "../specs";
import { DESCRIPTION, ownerTags, seenAs, type ObjectKind } from "./kind";

const POLICY_NAME = "amivault";

type RoleSpec = SpecOf<"function_role">;

/** A role with one inline policy of ours. */
export const role: ObjectKind<RoleSpec> = {
  schema: SPECS.function_role,
  async look({ scheduling: { iam } }, { name }) {
    const found = await iam.findRole(name);
    if (!found) return null;
    const policy = (await iam.findRolePolicy(name, POLICY_NAME)) ?? {};
    return seenAs({ trustPolicy: { ...found.trustPolicy }, policy: { ...policy } });
  },
  async put(at, { name, spec }, seen) {
    const { iam } = at.scheduling;
    const { trustPolicy, policy } = spec;
    if (seen) await iam.updateTrustPolicy(name, trustPolicy);
    else {
      await iam.createRole({ name, description: DESCRIPTION, trustPolicy, tags: ownerTags(at) });
    }
    await iam.putRolePolicy(name, POLICY_NAME, policy);
    return "done";
  },
  async remove({ scheduling: { iam } }, { name }) {
    const { inline, attached } = await iam.listRolePolicies(name);
    const others = [...inline.filter((policy) => policy !== POLICY_NAME), ...attached];
    if (others.length > 0) throw foreignPolicies(name, others);
    await iam.deleteRolePolicy(name, POLICY_NAME);
    await iam.deleteRole(name);
    return "done";
  },
};

function foreignPolicies(name: string, policies: readonly string[]): AwsCallError {
  return new AwsCallError({
    action: "DeleteRole",
    outcome: "refused",
    awsCode: "ForeignPolicies",
    message: `Somebody gave the role ${name} more policies: ${policies.join(", ")}.`,
    suggestion: "Detach them in IAM if nothing else needs the role; then it is removed.",
  });
}
