import {
  protectStatement,
  SCHEDULING_ACTIONS,
  schedulingStatementsFor,
} from "./scheduling-statements.pure";
import {
  createStatements,
  onOurs,
  tagStatements,
  viaEc2Images,
  type IamScope,
  type IamStatement,
} from "./iam-statements.pure";

/** The actions that are sent and are not EC2's: no name is sent to two services (a test looks). */
const SERVICE_OF_ACTION: ReadonlyMap<string, string> = new Map([
  ["AssumeRole", "sts"],
  ["GetCallerIdentity", "sts"],
  ["DescribeLaunchConfigurations", "autoscaling"],
  ...SCHEDULING_ACTIONS.map((iamAction): [string, string] => {
    const [service = "", action = ""] = iamAction.split(":");
    return [action, service];
  }),
]);

export function toIamAction(action: string): string {
  return `${SERVICE_OF_ACTION.get(action) ?? "ec2"}:${action}`;
}

interface StatementInput extends IamScope {
  action: string;
  /** For AssumeRole: the role. */
  roleArn?: string | undefined;
  /** What it is done to, where that makes another statement: for CreateTags and DeleteTags. */
  subject?: "instance" | undefined;
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
      if (input.subject === "instance") return [protectStatement(input, iamAction)];
      return tagStatements(input, [iamAction]);
    case "DescribeImageReferences":
      return [{ Effect: "Allow", Action: iamAction, Resource: "*" }, viaEc2Images()];
    default:
      return (
        schedulingStatementsFor(input, iamAction) ?? [
          { Effect: "Allow", Action: iamAction, Resource: "*" },
        ]
      );
  }
}
