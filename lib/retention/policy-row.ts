import type { retentionPolicies } from "../db/schema";

export type RetentionPolicyRow = typeof retentionPolicies.$inferSelect;
