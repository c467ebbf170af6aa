DROP INDEX `audit_entries_target`;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `token_id` text;--> statement-breakpoint
CREATE INDEX `audit_entries_action` ON `audit_entries` (`action`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_actor` ON `audit_entries` (`actor_name`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_account` ON `audit_entries` (`account_ref`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_target` ON `audit_entries` (`target_type`,`target_id`,`at`,`id`);