import { requirePermission } from "../auth/require-permission";
import { featureStatements } from "./feature-policy.pure";
import { fullPolicy, schedulePolicy } from "../aws/full-policy.pure";
import type { Context } from "../context";

/** The IAM policy that a credential of this installation needs, as JSON to paste. */
export function neededPolicy(ctx: Context): string {
  requirePermission(ctx, "credentials.check");
  const { installationId } = ctx.runtime.config;
  return JSON.stringify(fullPolicy({ partition: "aws", installationId }), null, 2);
}

/** What it needs besides, where EventBridge is to start backups. */
export function neededSchedulePolicy(ctx: Context): string {
  requirePermission(ctx, "credentials.check");
  const { installationId } = ctx.runtime.config;
  return JSON.stringify(schedulePolicy({ partition: "aws", installationId }), null, 2);
}

/** The statements that each use of a credential needs. */
export function neededByFeature(ctx: Context): ReturnType<typeof featureStatements> {
  requirePermission(ctx, "credentials.check");
  const { installationId } = ctx.runtime.config;
  return featureStatements({ partition: "aws", installationId });
}
