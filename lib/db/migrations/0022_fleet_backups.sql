CREATE TABLE `backup_tags` (
	`backup_id` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`due_at` integer NOT NULL,
	`set_at` integer NOT NULL,
	`confirmed_at` integer,
	`removing` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`backup_id`, `key`),
	FOREIGN KEY (`backup_id`) REFERENCES `backups`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `backup_tags_value` ON `backup_tags` (`key`,`value`,`due_at`,`backup_id`);--> statement-breakpoint
CREATE INDEX `backup_tags_key` ON `backup_tags` (`key`,`due_at`,`backup_id`);--> statement-breakpoint
CREATE TABLE `foreign_images` (
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`image_id` text NOT NULL,
	`name` text NOT NULL,
	`owner` text NOT NULL,
	`description` text NOT NULL,
	`state` text NOT NULL,
	`is_public` integer NOT NULL,
	`source_instance_id` text,
	`size_bytes` integer,
	`tags` text NOT NULL,
	`created_at` integer NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`seen_by_run` text NOT NULL,
	PRIMARY KEY(`account_ref`, `region`, `image_id`),
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `foreign_images_created` ON `foreign_images` (`created_at`,`image_id`);--> statement-breakpoint
CREATE INDEX `foreign_images_account` ON `foreign_images` (`account_ref`,`created_at`,`image_id`);--> statement-breakpoint
CREATE INDEX `foreign_images_region` ON `foreign_images` (`region`,`created_at`,`image_id`);--> statement-breakpoint
CREATE INDEX `foreign_images_owner` ON `foreign_images` (`owner`,`created_at`,`image_id`);--> statement-breakpoint
CREATE INDEX `foreign_images_image` ON `foreign_images` (`image_id`);--> statement-breakpoint
DROP INDEX `backups_due`;--> statement-breakpoint
DROP INDEX `backups_account_due`;--> statement-breakpoint
CREATE INDEX `backups_region_due` ON `backups` (`region`,`status`,`due_at`,`id`) WHERE "backups"."status" <> 'expected';--> statement-breakpoint
CREATE INDEX `backups_kind_due` ON `backups` (`kind`,`due_at`,`id`) WHERE "backups"."kind" <> 'scheduled';--> statement-breakpoint
CREATE INDEX `backups_held_due` ON `backups` (`due_at`,`id`) WHERE "backups"."held_at" is not null;--> statement-breakpoint
CREATE INDEX `backups_due` ON `backups` (`due_at`,`id`) WHERE "backups"."status" <> 'expected';--> statement-breakpoint
CREATE INDEX `backups_account_due` ON `backups` (`account_ref`,`status`,`due_at`,`id`) WHERE "backups"."status" <> 'expected';