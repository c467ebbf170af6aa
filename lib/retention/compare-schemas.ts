import { z } from "zod";
import { cursorText } from "../paging";
import { InstanceIds, PolicyRef, RetentionRulesInput } from "./schemas";

const PAGE_INSTANCES_MAX = 500;

/** The body of POST /api/policies/compare. */
export const ComparePoliciesInput = z.strictObject({
  /** The second of the two. */
  rules: RetentionRulesInput,
  /** The first; left out, what each instance follows today. */
  against: RetentionRulesInput.optional(),
  /** Ours, `ins_…`: these alone. */
  instanceIds: InstanceIds.optional(),
  /** Those that follow this policy. */
  policyId: PolicyRef.shape.policyId.optional(),
  /** What will be kept in a year too. */
  year: z.boolean().default(false),
  cursor: cursorText("policy-comparison").optional(),
  /** Instances a page. */
  limit: z.number().int().min(1).max(PAGE_INSTANCES_MAX).default(200),
});
export type ComparePoliciesInput = z.input<typeof ComparePoliciesInput>;
