import { z } from "zod";
import type { EventbridgeKind } from "../db/schema/constants";

/**
 * What each kind of object is to be in AWS, as it is stored and compared.
 */
const Json = z.record(z.string(), z.unknown());
const Retry = z.object({
  maximumEventAgeSeconds: z.number(),
  maximumRetryAttempts: z.number(),
});

const RoleSpec = z.object({ trustPolicy: Json, policy: Json });

export const SPECS = {
  function_role: RoleSpec,
  scheduler_role: RoleSpec,
  log_group: z.object({ retentionDays: z.number() }),
  function: z.object({
    roleArn: z.string(),
    runtime: z.string(),
    handler: z.string(),
    codeSha256: z.string(),
    timeoutSeconds: z.number(),
    memoryMiB: z.number(),
    /** The key of its reports is here as a hash: the value itself is sealed. */
    environment: z.record(z.string(), z.string()),
    retry: Retry.nullable(),
  }),
  permission: z.object({
    statementId: z.string(),
    principal: z.string(),
    sourceArn: z.string(),
    sourceAccount: z.string(),
  }),
  alarm: z.object({
    metricName: z.string(),
    functionName: z.string(),
    statistic: z.string(),
    periodSeconds: z.number(),
    evaluationPeriods: z.number(),
    threshold: z.number(),
    comparison: z.string(),
    treatMissingData: z.string(),
  }),
  state_rule: z.object({
    eventPattern: Json,
    enabled: z.boolean(),
    targetArn: z.string().nullable(),
    /** ARNs of targets that are not ours; none is wanted. */
    otherTargets: z.array(z.string()),
  }),
  schedule_group: z.object({ state: z.string() }),
  /** Null: the instance has no such tag. */
  protect_tag: z.object({ value: z.string().nullable() }),
  rule: z.object({
    expression: z.string().nullable(),
    enabled: z.boolean(),
    targetArn: z.string().nullable(),
    inputTemplate: z.string().nullable(),
    inputPaths: z.record(z.string(), z.string()),
    otherTargets: z.array(z.string()),
    retry: Retry.nullable(),
  }),
  schedule: scheduleSpec(),
  one_time: scheduleSpec(),
} as const satisfies Record<EventbridgeKind, z.ZodType>;

function scheduleSpec() {
  return z.object({
    expression: z.string(),
    timezone: z.string(),
    enabled: z.boolean(),
    flexibleMinutes: z.number().nullable(),
    targetArn: z.string(),
    roleArn: z.string(),
    input: z.string(),
    retry: Retry,
    deleteAfterCompletion: z.boolean(),
  });
}

export type SpecOf<Kind extends EventbridgeKind> = z.infer<(typeof SPECS)[Kind]>;
export type AnySpec = Readonly<Record<string, unknown>>;

/** How often AWS tries again what could not be delivered, and for how long. */
export const RETRY = { maximumEventAgeSeconds: 3_600, maximumRetryAttempts: 2 } as const;
export const LOG_RETENTION_DAYS = 14;
/** The newest that Lambda supports, and the one before for regions that do not have it. */
export const RUNTIMES = ["nodejs24.x", "nodejs22.x"] as const;
