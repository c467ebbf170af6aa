import {
  createStatements,
  onOurs,
  tagStatements,
  viaEc2Images,
  type IamScope,
  type IamStatement,
} from "./iam-statements.pure";

/** The actions of ours that are not EC2's. */
const SERVICE_OF_ACTION: Readonly<Record<string, string>> = {
  AssumeRole: "sts",
  GetCallerIdentity: "sts",
  DescribeLaunchConfigurations: "autoscaling",
};

export function toIamAction(action: string): string {
  return `${SERVICE_OF_ACTION[action] ?? "ec2"}:${action}`;
}

interface StatementInput extends IamScope {
  action: string;
  /** For AssumeRole: the role. */
  roleArn?: string | undefined;
}

/** The IAM statements that allow an action, no wider than needed, as JSON to paste. */
export function iamStatementFor(input: StatementInput): string {
  return statementsFor(input)
    .map((statement) => JSON.stringify(statement))
    .join(",");
}

function statementsFor(input: StatementInput): IamStatement[] {
  const { action } = input;
  const iamAction = toIamAction(action);
  switch (action) {
    case "AssumeRole":
      return [{ Effect: "Allow", Action: iamAction, Resource: input.roleArn ?? "*" }];
    case "CreateImage":
      return createStatements(input);
    case "DeregisterImage":
    case "DeleteSnapshot":
      return [onOurs(input, iamAction)];
    case "CreateTags":
    case "DeleteTags":
      return tagStatements(input, [iamAction]);
    case "DescribeImageReferences":
      return [{ Effect: "Allow", Action: iamAction, Resource: "*" }, viaEc2Images()];
    default:
      return [{ Effect: "Allow", Action: iamAction, Resource: "*" }];
  }
}
