DROP INDEX `backups_account_region_status`;--> statement-breakpoint
ALTER TABLE `backups` ADD `second_image_id` text;--> statement-breakpoint
CREATE INDEX `backups_account_due` ON `backups` (`account_ref`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `backups_not_before` ON `backups` (`not_before_at`) WHERE "backups"."not_before_at" is not null;--> statement-breakpoint
CREATE INDEX `backups_unfinished` ON `backups` (`instance_ref`) WHERE "backups"."status" in ('queued', 'creating', 'pending');--> statement-breakpoint
CREATE INDEX `backups_in_aws` ON `backups` (`due_at`,`id`) WHERE "backups"."status" in ('pending', 'available', 'deleting');--> statement-breakpoint
ALTER TABLE `attempts` ADD `unconfirmed_at` integer;--> statement-breakpoint
ALTER TABLE `snapshots` ADD `image_id` text;