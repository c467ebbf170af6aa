import type { AlarmState } from "../cloudwatch/alarm";

interface Ended {
  at: number;
  by: string;
}

/** What the control API tells of IAM, Logs and CloudWatch. Instants are epoch milliseconds. */
export interface IamRoleView {
  accountId: string;
  name: string;
  arn: string;
  description: string;
  createdAt: number;
  createdBy: string;
  /** As it was sent. */
  trustPolicy: string;
  /** By name, as they were sent. */
  policies: Record<string, string>;
  attachedArns: string[];
  tags: Record<string, string>;
  removed?: Ended | undefined;
}

export interface LogGroupView {
  accountId: string;
  region: string;
  name: string;
  createdAt: number;
  createdBy: string;
  /** Null: never expires. */
  retentionDays: number | null;
  tags: Record<string, string>;
  /** Of all its streams, in order of time; those beyond the retention are gone. */
  lines: { at: number; stream: string; message: string }[];
  removed?: Ended | undefined;
}

export interface AlarmView {
  accountId: string;
  region: string;
  name: string;
  createdAt: number;
  createdBy: string;
  state: AlarmState;
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  threshold: number;
  tags: Record<string, string>;
  removed?: Ended | undefined;
}
