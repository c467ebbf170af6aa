CREATE TABLE `account_days` (
	`account_ref` text NOT NULL,
	`day` text NOT NULL,
	`made` integer DEFAULT 0 NOT NULL,
	`removed` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`account_ref`, `day`),
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `alert_members` (
	`id` text PRIMARY KEY NOT NULL,
	`alert_id` text NOT NULL,
	`entity_type` text NOT NULL,
	`entity_id` text NOT NULL,
	`account_ref` text,
	`message` text NOT NULL,
	`added_at` integer NOT NULL,
	`cleared_at` integer,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_members_entity` ON `alert_members` (`alert_id`,`entity_type`,`entity_id`);--> statement-breakpoint
CREATE INDEX `alert_members_by_entity` ON `alert_members` (`entity_type`,`entity_id`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`cause` text NOT NULL,
	`kind` text NOT NULL,
	`severity` text NOT NULL,
	`status` text NOT NULL,
	`account_ref` text,
	`title` text NOT NULL,
	`message` text NOT NULL,
	`suggestion` text,
	`link` text,
	`member_count` integer DEFAULT 0 NOT NULL,
	`opened_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`closed_at` integer,
	`closed_reason` text,
	`escalation_step` integer DEFAULT 0 NOT NULL,
	`escalate_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open_cause` ON `alerts` (`cause`) WHERE "alerts"."closed_at" is null;--> statement-breakpoint
CREATE INDEX `alerts_opened` ON `alerts` (`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `alerts_escalate` ON `alerts` (`escalate_at`) WHERE "alerts"."escalate_at" is not null;--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`config` text NOT NULL,
	`secret` text,
	`step` integer DEFAULT 0 NOT NULL,
	`rules` text NOT NULL,
	`last_sent_at` integer,
	`last_error` text,
	`last_error_at` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_live_name` ON `channels` (`name`) WHERE "channels"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`alert_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`event` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before_at` integer,
	`error` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`alert_id`,`channel_id`,`event`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`not_before_at`) WHERE "deliveries"."not_before_at" is not null;--> statement-breakpoint
CREATE TABLE `findings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`resource_id` text NOT NULL,
	`backup_id` text,
	`instance_id` text,
	`owner` text,
	`message` text NOT NULL,
	`repair` text NOT NULL,
	`snapshot_ids` text NOT NULL,
	`size_bytes` integer,
	`resource_created_at` integer,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`resolved_at` integer,
	`resolution` text,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `findings_open` ON `findings` (`account_ref`,`region`,`kind`,`resource_id`) WHERE "findings"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX `findings_seen` ON `findings` (`first_seen_at`,`id`);--> statement-breakpoint
CREATE INDEX `findings_resource` ON `findings` (`resource_id`);--> statement-breakpoint
CREATE TABLE `reconcile_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`requested_by` text,
	`image_count` integer DEFAULT 0 NOT NULL,
	`snapshot_count` integer DEFAULT 0 NOT NULL,
	`call_count` integer DEFAULT 0 NOT NULL,
	`counts` text NOT NULL,
	`error` text,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reconcile_runs_place` ON `reconcile_runs` (`account_ref`,`region`,`started_at`);--> statement-breakpoint
CREATE INDEX `reconcile_runs_started` ON `reconcile_runs` (`started_at`,`id`);--> statement-breakpoint
CREATE TABLE `plan_items` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`backup_id` text,
	`instance_ref` text,
	`image_id` text,
	`snapshot_ids` text NOT NULL,
	`mode` text NOT NULL,
	`status` text NOT NULL,
	`rule` text NOT NULL,
	`survivor_ids` text NOT NULL,
	`evidence` text NOT NULL,
	`checked` text NOT NULL,
	`evidence_at` integer,
	`size_bytes` integer,
	`outcome` text,
	`ended_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `plan_items_plan` ON `plan_items` (`plan_id`,`status`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `plan_items_open_backup` ON `plan_items` (`backup_id`) WHERE "plan_items"."status" in ('gathering', 'ready', 'applying') and "plan_items"."backup_id" is not null;--> statement-breakpoint
CREATE INDEX `plan_items_image` ON `plan_items` (`image_id`);--> statement-breakpoint
CREATE TABLE `plans` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`title` text NOT NULL,
	`automatic` integer DEFAULT false NOT NULL,
	`breaker_reason` text,
	`status_reason` text,
	`item_count` integer DEFAULT 0 NOT NULL,
	`size_bytes` integer DEFAULT 0 NOT NULL,
	`requested_by` text,
	`applied_by` text,
	`created_at` integer NOT NULL,
	`ready_at` integer,
	`applied_at` integer,
	`ended_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `plans_created` ON `plans` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `plans_open` ON `plans` (`status`) WHERE "plans"."status" in ('gathering', 'waiting', 'applying');--> statement-breakpoint
CREATE TABLE `exclusion_windows` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`schedule_id` text,
	`cron` text,
	`zone` text NOT NULL,
	`starts_at` integer,
	`duration_ms` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`schedule_id`) REFERENCES `schedules`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exclusion_windows_schedule` ON `exclusion_windows` (`schedule_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `exclusion_windows_live_name` ON `exclusion_windows` (`name`) WHERE "exclusion_windows"."deleted_at" is null;--> statement-breakpoint
ALTER TABLE `backups` ADD `removal_mode` text;--> statement-breakpoint
ALTER TABLE `backups` ADD `removal_item_id` text;--> statement-breakpoint
ALTER TABLE `backups` ADD `deregister_sent_at` integer;--> statement-breakpoint
ALTER TABLE `backups` ADD `image_removed_at` integer;--> statement-breakpoint
ALTER TABLE `backups` ADD `hold_tagged_at` integer;--> statement-breakpoint
CREATE INDEX `backups_deleting` ON `backups` (`instance_ref`) WHERE "backups"."status" = 'deleting';--> statement-breakpoint
CREATE INDEX `backups_retention` ON `backups` (`instance_ref`,`image_created_at`) WHERE "backups"."status" = 'available';--> statement-breakpoint
ALTER TABLE `snapshots` ADD `chase_at` integer;--> statement-breakpoint
ALTER TABLE `snapshots` ADD `chase_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `snapshots_chase` ON `snapshots` (`chase_at`) WHERE "snapshots"."chase_at" is not null;--> statement-breakpoint
ALTER TABLE `instances` ADD `retention_changed_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `instances` ADD `retention_swept_at` integer;--> statement-breakpoint
ALTER TABLE `instances` ADD `retention_after_removal` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `retention_policies` ADD `zone` text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE `retention_policies` ADD `record_days` integer;--> statement-breakpoint
ALTER TABLE `retention_policies` ADD `instance_ref` text;--> statement-breakpoint
ALTER TABLE `retention_policies` ADD `changed_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `schedules` ADD `spread_ms` integer DEFAULT 0 NOT NULL;