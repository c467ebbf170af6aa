import type { Invocation } from "../automation/model";

/** What the control API tells of what fires by itself. Instants are epoch milliseconds. */
export interface RuleView {
  accountId: string;
  region: string;
  name: string;
  arn: string;
  state: "ENABLED" | "DISABLED";
  scheduleExpression?: string | undefined;
  eventPattern?: string | undefined;
  /** Null: nothing is due any more. */
  nextAt: number | null;
  targets: { id: string; arn: string }[];
  tags: Record<string, string>;
}

export interface ScheduleView {
  accountId: string;
  region: string;
  group: string;
  name: string;
  arn: string;
  state: "ENABLED" | "DISABLED";
  expression: string;
  timezone: string;
  flexibleMinutes: number | null;
  nextAt: number | null;
  targetArn: string;
  roleArn: string;
}

export interface FunctionView {
  accountId: string;
  region: string;
  name: string;
  arn: string;
  runtime: string;
  roleArn: string;
  handler: string;
  codeSha256: string;
  environment: Record<string, string>;
  statementIds: string[];
  tags: Record<string, string>;
}

/** One attempt to run a function: what was wanted, when, and what came of it. */
export type InvocationView = Invocation;
