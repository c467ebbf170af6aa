DROP INDEX `alert_members_by_entity`;--> statement-breakpoint
CREATE INDEX `alert_members_uncleared` ON `alert_members` (`entity_type`,`entity_id`) WHERE "alert_members"."cleared_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_channel` ON `deliveries` (`channel_id`,`created_at`);