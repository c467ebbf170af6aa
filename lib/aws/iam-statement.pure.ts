/** The service an action of ours belongs to. */
const STS_ACTIONS = new Set(["AssumeRole", "GetCallerIdentity"]);

export function toIamAction(action: string): string {
  return `${STS_ACTIONS.has(action) ? "sts" : "ec2"}:${action}`;
}

interface Statement {
  Effect: "Allow";
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** The IAM statements that allow an action, no wider than needed, as JSON to paste. */
export function iamStatementFor(input: {
  action: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  installationId: string;
  /** For AssumeRole: the role. */
  roleArn?: string | undefined;
}): string {
  const statements = statementsFor(input);
  return statements.map((statement) => JSON.stringify(statement)).join(",");
}

function statementsFor(input: {
  action: string;
  partition: string;
  installationId: string;
  roleArn?: string | undefined;
}): Statement[] {
  const { action, partition, installationId } = input;
  const ours = [`arn:${partition}:ec2:*::image/*`, `arn:${partition}:ec2:*::snapshot/*`];
  switch (action) {
    case "AssumeRole":
      return [allow(toIamAction(action), input.roleArn ?? "*")];
    case "CreateImage":
      return [
        allow("ec2:CreateImage", [`arn:${partition}:ec2:*:*:instance/*`, ...ours]),
        allow("ec2:CreateTags", ours, { StringEquals: { "ec2:CreateAction": "CreateImage" } }),
      ];
    case "DeregisterImage":
    case "DeleteSnapshot":
    case "DeleteTags":
      return [
        allow(toIamAction(action), ours, {
          StringEquals: { "aws:ResourceTag/amivault:owner": installationId },
        }),
      ];
    default:
      return [allow(toIamAction(action), "*")];
  }
}

function allow(
  action: string,
  resource: string | string[],
  condition?: Record<string, Record<string, string>>,
): Statement {
  return {
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition ? { Condition: condition } : {}),
  };
}
