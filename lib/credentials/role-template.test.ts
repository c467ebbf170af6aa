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

  it.each([
    ["a role", assumer.callerArn],
    ["a user", "arn:aws:iam::111122223333:user/backup/ann,b"],
    ["the whole account", null],
  ])("trusts %s as the trust policy to copy does, by its parameters", (_name, callerArn) => {
    const one = { ...assumer, callerArn };
    const template = parsed(["backups"], { assumer: one });
    const trust = roleTrust({ assumer: one, externalId: input.externalId });
    expect(withDefaults(template)).toEqual(trust);
  });

  it("lets tags and a source identity of the session that assumes it come along", () => {
    const [statement] = withDefaults(parsed(["backups"])).Statement;
    expect(statement.Action).toEqual(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);
  });

  it("looks for the identity in the account that the stack is told", () => {
    const template = parsed(["backups"]);
    template.Parameters.TrustedAccountId.Default = "444455556666";
    template.Parameters.TrustedPrincipalName.Default = "Other";
    const [{ Principal, Condition }] = withDefaults(template).Statement;
    expect(Principal.AWS).toBe("arn:aws:iam::444455556666:root");
    expect(Condition.ArnLike["aws:PrincipalArn"]).toEqual([
      "arn:aws:iam::444455556666:role/Other",
      "arn:aws:iam::444455556666:role/*/Other",
    ]);
  });

  it("takes no name for the role with which its own policy would let it widen itself", () => {
    const { AllowedPattern, Default } = parsed([...FEATURES]).Parameters.RoleName;
    const isTaken = (name: string) => new RegExp(`^(?:${AllowedPattern})$`).test(name);
    const names = ["amivault-role", "amivault-", "AmiVault-role", "AMIVAULT-x"];
    expect(names.filter(isTaken)).toEqual([]);
    expect([Default, "amivault", "Backup-amivault-1", "a".repeat(64)].every(isTaken)).toBe(true);
    expect(isTaken("a".repeat(65))).toBe(false);
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

/** The trust policy as CloudFormation makes it where no parameter is given. */
function withDefaults(template: ReturnType<typeof parse>) {
  const { Parameters, Resources } = template;
  const text = JSON.stringify(
    Resources.Role.Properties.AssumeRolePolicyDocument,
    (_key, value: unknown) => {
      if (typeof value !== "object" || value === null) return value;
      if ("Ref" in value) return withRef(value as { Ref: string }, Parameters);
      if (!("Fn::Join" in value)) return value;
      const [, parts] = value["Fn::Join"] as [string, unknown[]];
      return parts
        .map((part) =>
          typeof part === "string" ? part : withRef(part as { Ref: string }, Parameters),
        )
        .join("");
    },
  );
  return JSON.parse(text);
}

function withRef({ Ref }: { Ref: string }, parameters: Record<string, { Default: string }>) {
  return Ref === "AWS::Partition" ? "aws" : parameters[Ref]?.Default;
}

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
