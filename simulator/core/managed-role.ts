import { parseDocument, type PolicyDocument } from "../policy/document";
import type { Role } from "./identity";
import type { Tags } from "./model";
import type { World } from "./world";

/** What a role made through the IAM API has besides: its sessions may do only what its policies say. */
export interface ManagedRole {
  path: string;
  description: string;
  createdAt: number;
  createdBy: string;
  /** As it was sent. */
  trustPolicy: string;
  /** By name, as they were sent. */
  policies: Map<string, string>;
  /** Names by ARN. */
  attached: Map<string, string>;
  tags: Tags;
  /** Services refuse a role that is younger than this. */
  assumableAt: number;
  removed?: { at: number; by: string } | undefined;
}

export type IamRole = Role & { managed: ManagedRole };

export const isIamRole = (role: Role | undefined): role is IamRole => role?.managed !== undefined;

const BASIC_EXECUTION: PolicyDocument = {
  Statement: {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: "*",
  },
};

/** The only policy of AWS's own whose words are known here; any other attached one says nothing. */
const AWS_POLICIES: Readonly<Record<string, PolicyDocument>> = {
  "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole": BASIC_EXECUTION,
};

/** The policies that bound a role's sessions; undefined for a role that may do everything. */
export function documentsOf(of: {
  world: World;
  roleArn: string | undefined;
}): PolicyDocument[] | undefined {
  if (of.roleArn === undefined) return undefined;
  const role = of.world.roles.get(of.roleArn);
  // A session outlives its role, but not what the role allowed.
  if (role === undefined) return of.world.removedRoles.has(of.roleArn) ? [] : undefined;
  if (role.managed === undefined) return undefined;
  const { policies, attached } = role.managed;
  return [
    ...[...policies.values()].map(parseDocument),
    ...[...attached.keys()].flatMap((arn) => AWS_POLICIES[arn] ?? []),
  ];
}
