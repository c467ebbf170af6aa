import type { planItems, plans } from "../db/schema";

export type PlanRow = typeof plans.$inferSelect;
export type PlanItemRow = typeof planItems.$inferSelect;
export type PlanItemPatch = Partial<
  Omit<typeof planItems.$inferInsert, "id" | "planId" | "createdAt">
>;
export type PlanPatch = Partial<Omit<typeof plans.$inferInsert, "id" | "createdAt">>;
