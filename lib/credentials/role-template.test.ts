import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { featurePolicy } from "./feature-policy.pure";
import { FEATURES, type Feature } from "./features.pure";
import { fullPolicy, schedulePolicy } from "../aws/full-policy.pure";
import { roleTemplate } from "./role-template.pure";
import { toYaml } from "./to-yaml.pure";
import { roleTrust } from "./role-trust.pure";

const scope = { partition: "aws", installationId: "amivault-test" };
const assumer = {
  partition: "aws",
  accountId: "111122223333",
  callerArn: "arn:aws:sts::111122223333:assumed-role/Backup/i-0123456789abcdef0",
};
const input = { ...scope, externalId: "amivault-external", assumer };
/** All inline policies of a role together; AWS does not count white space. */
const INLINE_CHARACTERS_MAX = 10_240;

const parsed = (features: readonly Feature[], over: object = {}) =>
  parse(toYaml(roleTemplate({ ...input, features, ...over })));

describe("the CloudFormation template", () => {
  it.each([[["backups"]], [["deletion"]], [["backups", "eventbridge"]], [[...FEATURES]]] as const)(
    "for %s allows exactly what they need, and fits into a role",
    (features) => {
      const [policy] = parsed(features).Resources.Role.Properties.Policies;
      expect(policy.PolicyDocument).toEqual(featurePolicy(scope, features));
      expect(JSON.stringify(policy.PolicyDocument).length).toBeLessThan(INLINE_CHARACTERS_MAX);
    },
  );

  it("trusts as the trust policy to copy does, with its own parameters in the places of values", () => {
    const template = parsed(["backups"]);
    const { ExternalId, TrustedAccountId } = template.Parameters;
    const [statement] = template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement;
    const trust = roleTrust({ assumer, externalId: input.externalId });
    expect({
      Version: "2012-10-17",
      Statement: [
        {
          ...statement,
          Principal: { AWS: `arn:aws:iam::${TrustedAccountId.Default}:root` },
          Condition: {
            ...statement.Condition,
            StringEquals: { "sts:ExternalId": ExternalId.Default },
          },
        },
      ],
    }).toEqual(trust);
    expect(statement.Condition.StringEquals["sts:ExternalId"]).toEqual({ Ref: "ExternalId" });
  });

  it("asks for the account where nobody knows yet who assumes the role", () => {
    const template = parsed(["backups"], { assumer: null });
    expect(template.Parameters.TrustedAccountId.Default).toBeUndefined();
    const [statement] = template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement;
    expect(Object.keys(statement.Condition)).toEqual(["StringEquals"]);
  });

  it("has no short form of CloudFormation's functions, which other readers do not know", () => {
    expect(toYaml(roleTemplate({ ...input, features: FEATURES }))).not.toMatch(/: !\w/);
  });
});

describe("the features together", () => {
  it("are the whole policy that docs/security.md prints", () => {
    const texts = (policy: { Statement: readonly unknown[] }) =>
      policy.Statement.map((statement) => JSON.stringify(statement)).toSorted();
    expect(texts(featurePolicy(scope, ["backups", "deletion"]))).toEqual(texts(fullPolicy(scope)));
    expect(texts(featurePolicy(scope, FEATURES))).toEqual(
      [...texts(fullPolicy(scope)), ...texts(schedulePolicy(scope))].toSorted(),
    );
  });
});
