CREATE TABLE `discovered_instances` (
	`id` text PRIMARY KEY NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`instance_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`tags` text NOT NULL,
	`state` text NOT NULL,
	`instance_type` text,
	`platform` text,
	`volume_count` integer,
	`root_device_type` text,
	`first_seen_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`gone_at` integer,
	`ignored_at` integer,
	`ignored_by` text,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discovered_instances_place` ON `discovered_instances` (`account_ref`,`region`,`instance_id`);--> statement-breakpoint
CREATE INDEX `discovered_instances_name` ON `discovered_instances` (lower("name"),`id`);--> statement-breakpoint
CREATE INDEX `discovered_instances_running` ON `discovered_instances` (`account_ref`,`region`,`instance_id`) WHERE "discovered_instances"."state" = 'running' and "discovered_instances"."ignored_at" is null;--> statement-breakpoint
CREATE INDEX `discovered_instances_gone` ON `discovered_instances` (`gone_at`) WHERE "discovered_instances"."gone_at" is not null;--> statement-breakpoint
CREATE TABLE `discovered_tags` (
	`discovered_id` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`discovered_id`) REFERENCES `discovered_instances`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discovered_tags_instance` ON `discovered_tags` (`discovered_id`,`key`);--> statement-breakpoint
CREATE INDEX `discovered_tags_key` ON `discovered_tags` (`key`,`value`,`discovered_id`);--> statement-breakpoint
CREATE TABLE `discovery_places` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`credential_id` text,
	`state` text DEFAULT 'waiting' NOT NULL,
	`seen_count` integer DEFAULT 0 NOT NULL,
	`new_count` integer DEFAULT 0 NOT NULL,
	`protected_count` integer DEFAULT 0 NOT NULL,
	`error` text,
	`suggestion` text,
	`asked_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`run_id`) REFERENCES `discovery_runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discovery_places_run` ON `discovery_places` (`run_id`,`account_ref`,`region`);--> statement-breakpoint
CREATE INDEX `discovery_places_account` ON `discovery_places` (`account_ref`);--> statement-breakpoint
CREATE INDEX `discovery_places_open` ON `discovery_places` (`account_ref`,`region`) WHERE "discovery_places"."ended_at" is null;--> statement-breakpoint
CREATE TABLE `discovery_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`requested_by` text,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `discovery_runs_started` ON `discovery_runs` (`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `discovery_runs_open` ON `discovery_runs` (`started_at`) WHERE "discovery_runs"."ended_at" is null;--> statement-breakpoint
CREATE TABLE `protection_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`conditions` text NOT NULL,
	`account_refs` text,
	`regions` text,
	`schedules` text NOT NULL,
	`retention_policy_id` text,
	`reboot_on_backup` integer,
	`counts` text NOT NULL,
	`match_count` integer DEFAULT 0 NOT NULL,
	`fell_from` integer,
	`fell_at` integer,
	`protected_count` integer DEFAULT 0 NOT NULL,
	`error` text,
	`counted_at` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `protection_rules_name` ON `protection_rules` (lower("name"));--> statement-breakpoint
CREATE INDEX `instances_protected` ON `instances` (`account_ref`,`region`,`instance_id`) WHERE "instances"."removed_at" is null;