import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import { kmsStatement, onMade, type IamScope, type IamStatement } from "./iam-statements.pure";

/** Tells the function which instances it may make images of; the value is the installation. */
export const PROTECT_KEY = IMAGE_TAGS.protect;

/** What everything of ours in AWS begins with. */
const OURS = "amivault-*";

/** The actions of one service on things of a name of ours; none of them works on another service's. */
interface Group {
  actions: readonly string[];
  resources: readonly string[];
}

function groups({ partition }: Pick<IamScope, "partition">): readonly Group[] {
  const arn = (service: string, name: string) => `arn:${partition}:${service}:*:*:${name}`;
  return [
    {
      actions: [
        "iam:GetRole",
        "iam:CreateRole",
        "iam:TagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:GetRolePolicy",
        "iam:PutRolePolicy",
        "iam:DeleteRolePolicy",
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        "iam:DeleteRole",
      ],
      resources: [roles(partition)],
    },
    {
      actions: [
        "lambda:GetFunctionConfiguration",
        "lambda:CreateFunction",
        "lambda:TagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
        "lambda:DeleteFunction",
        "lambda:GetFunctionEventInvokeConfig",
        "lambda:PutFunctionEventInvokeConfig",
        "lambda:DeleteFunctionEventInvokeConfig",
        "lambda:GetPolicy",
        "lambda:AddPermission",
        "lambda:RemovePermission",
      ],
      resources: [arn("lambda", `function:${OURS}`)],
    },
    {
      actions: [
        "events:DescribeRule",
        "events:PutRule",
        "events:TagResource",
        "events:ListTargetsByRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:DeleteRule",
      ],
      resources: [arn("events", `rule/${OURS}`)],
    },
    {
      actions: [
        "scheduler:GetScheduleGroup",
        "scheduler:CreateScheduleGroup",
        "scheduler:TagResource",
        "scheduler:DeleteScheduleGroup",
        "scheduler:GetSchedule",
        "scheduler:CreateSchedule",
        "scheduler:UpdateSchedule",
        "scheduler:DeleteSchedule",
      ],
      resources: [arn("scheduler", `schedule-group/${OURS}`), arn("scheduler", `schedule/${OURS}`)],
    },
    {
      actions: [
        "logs:CreateLogGroup",
        "logs:TagResource",
        "logs:PutRetentionPolicy",
        "logs:DeleteLogGroup",
      ],
      resources: [arn("logs", `log-group:/aws/lambda/${OURS}`)],
    },
    {
      actions: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:DeleteAlarms"],
      resources: [arn("cloudwatch", `alarm:${OURS}`)],
    },
  ];
}

/** Readings that AWS allows for everything or for nothing. */
const LISTINGS = [
  "events:ListRules",
  "scheduler:ListSchedules",
  "logs:DescribeLogGroups",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricStatistics",
];

/** Asked for by IAM where something is made with tags; never sent by itself. */
const TAGGING = /:Tag(Role|Resource)$/;

/** Every action that is sent to these services, `service:Action`. */
export const SCHEDULING_ACTIONS: readonly string[] = [
  ...groups({ partition: "aws" }).flatMap(({ actions }) => actions),
  ...LISTINGS,
].filter((action) => !TAGGING.test(action));

/** What lets AWS fire backups by itself: needed only where an instance's scheduler is EventBridge. */
export function scheduleStatements(scope: IamScope): IamStatement[] {
  return [
    ...groups(scope).map(({ actions, resources }) => allow(actions, resources)),
    ...aroundThem(scope),
  ];
}

/** They match no other action, but UpdateFunctionEventInvokeConfig, which is Put's for a part. */
const PATTERNS: ReadonlyArray<readonly [pattern: string, regex: RegExp]> = [
  ["lambda:*FunctionEventInvokeConfig", /^lambda:[A-Za-z]+FunctionEventInvokeConfig$/],
  ["scheduler:*ScheduleGroup", /^scheduler:[A-Za-z]+ScheduleGroup$/],
  ["scheduler:*Schedule", /^scheduler:[A-Za-z]+Schedule$/],
];

/**
 * The same in fewer characters, for a session policy: an action of one service is nothing to another's
 * resources.
 */
export function compactScheduleStatements(scope: IamScope): IamStatement[] {
  const all = groups(scope);
  const actions = all.flatMap((group) => group.actions);
  const shorter = actions.map(
    (action) => PATTERNS.find(([, regex]) => regex.test(action))?.[0] ?? action,
  );
  const resources = all.flatMap((group) => group.resources);
  return [allow([...new Set(shorter)], resources), ...aroundThem(scope)];
}

function aroundThem(scope: IamScope): IamStatement[] {
  return [
    passRoleStatement(scope),
    allow(LISTINGS, "*"),
    protectStatement(scope, ["ec2:CreateTags", "ec2:DeleteTags"]),
  ];
}

/** Tags of instances under this one key, and never all of them at once. */
export function protectStatement(
  { partition }: Pick<IamScope, "partition">,
  actions: string | readonly string[],
): IamStatement {
  const Condition = {
    "ForAllValues:StringEquals": { "aws:TagKeys": [PROTECT_KEY] },
    Null: { "aws:TagKeys": "false" },
  };
  return { ...allow(actions, `arn:${partition}:ec2:*:*:instance/*`), Condition };
}

/** Hands the two roles to the two services, and to no other. */
function passRoleStatement({ partition }: Pick<IamScope, "partition">): IamStatement {
  const services = ["lambda.amazonaws.com", "scheduler.amazonaws.com"];
  const Condition = { StringEquals: { "iam:PassedToService": services } };
  return { ...allow("iam:PassRole", roles(partition)), Condition };
}

/** Comes with the action, where it makes something with tags or hands a role on. */
const WITH_IT: Readonly<Record<string, { tag?: string; passes?: true }>> = {
  "iam:CreateRole": { tag: "iam:TagRole" },
  "lambda:CreateFunction": { tag: "lambda:TagResource", passes: true },
  "lambda:UpdateFunctionConfiguration": { passes: true },
  "events:PutRule": { tag: "events:TagResource" },
  "scheduler:CreateScheduleGroup": { tag: "scheduler:TagResource" },
  "scheduler:CreateSchedule": { passes: true },
  "scheduler:UpdateSchedule": { passes: true },
  "logs:CreateLogGroup": { tag: "logs:TagResource" },
  "cloudwatch:PutMetricAlarm": { tag: "cloudwatch:TagResource" },
};

/** The statements for one of these actions alone; null for another one. */
export function schedulingStatementsFor(
  scope: Pick<IamScope, "partition">,
  action: string,
): IamStatement[] | null {
  if (LISTINGS.includes(action)) return [allow(action, "*")];
  const group = groups(scope).find(({ actions }) => actions.includes(action));
  if (!group) return null;
  const { tag, passes } = WITH_IT[action] ?? {};
  const own = allow(tag ? [action, tag] : action, group.resources);
  return passes ? [own, passRoleStatement(scope)] : [own];
}

/** Where the function is, and what it is called. */
export interface FunctionPlace extends IamScope {
  accountId: string;
  region: string;
  functionName: string;
  logGroupName: string;
}

/** All that the function itself may do: make images of what this installation protects, and say so. */
export function functionStatements(place: FunctionPlace): IamStatement[] {
  const { partition, region, accountId, installationId } = place;
  const here = `arn:${partition}:ec2:${region}`;
  const protectedOnes = { [`aws:ResourceTag/${PROTECT_KEY}`]: installationId };
  return [
    allow("ec2:DescribeImages", "*"),
    {
      ...allow("ec2:CreateImage", `${here}:${accountId}:instance/*`),
      Condition: { StringEquals: protectedOnes },
    },
    ...onMade(place, [`${here}::image/*`, `${here}::snapshot/*`]),
    kmsStatement(),
    allow(
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      `arn:${partition}:logs:${region}:${accountId}:log-group:${place.logGroupName}:*`,
    ),
  ];
}

/** All that Scheduler may do with its role. */
export function invokeStatement(place: Omit<FunctionPlace, "logGroupName">): IamStatement {
  const { partition, region, accountId, functionName } = place;
  const arn = `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`;
  return allow("lambda:InvokeFunction", arn);
}

function roles(partition: string): string {
  return `arn:${partition}:iam::*:role/${OURS}`;
}

function allow(
  Action: string | readonly string[],
  Resource: string | readonly string[],
): IamStatement {
  const [only, ...others] = typeof Resource === "string" ? [Resource] : Resource;
  return {
    Effect: "Allow",
    Action,
    Resource: only !== undefined && others.length === 0 ? only : Resource,
  };
}
