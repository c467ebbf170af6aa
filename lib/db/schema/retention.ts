import { sql } from "drizzle-orm";
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json } from "../columns";

export interface RetentionTiers {
  hourly?: number;
  daily?: number;
  weekly?: number;
  monthly?: number;
  yearly?: number;
}

export const retentionPolicies = sqliteTable(
  "retention_policies",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    isDefault: flag("is_default").notNull().default(false),
    keepDays: integer("keep_days"),
    keepCount: integer("keep_count"),
    tiers: json<RetentionTiers>("tiers").notNull(),
    floor: integer("floor").notNull().default(2),
    /** IANA zone of the tiers' hours, days, weeks, months and years. */
    zone: text("zone").notNull().default("UTC"),
    /** Records of failed, missed and skipped backups go after so many days; null keeps them. */
    recordDays: integer("record_days"),
    /** An instance's own policy, named after it and gone with it; null for one that is shared. */
    instanceRef: text("instance_ref"),
    /** When what it keeps was last edited: the next sweep is the first after that. */
    changedAt: instant("changed_at").notNull().default(0),
    /** Nothing is removed by a policy that is not enforced. */
    enforced: flag("enforced").notNull().default(false),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("retention_policies_live_name")
      .on(t.name)
      .where(sql`${t.deletedAt} is null`),
    uniqueIndex("retention_policies_one_default")
      .on(t.isDefault)
      .where(sql`${t.isDefault} = 1`),
  ],
);
