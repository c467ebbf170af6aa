CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`partition` text NOT NULL,
	`name` text,
	`created_at` integer NOT NULL,
	`retention_confirmed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_partition_account` ON `accounts` (`partition`,`account_id`);--> statement-breakpoint
CREATE TABLE `credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`account_ref` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`default_region` text NOT NULL,
	`access_key_id_last4` text,
	`secret` text,
	`source_credential_id` text,
	`role_arn` text,
	`external_id` text,
	`caller_arn` text,
	`validated_at` integer,
	`validation_error` text,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_live_name` ON `credentials` (`name`) WHERE "credentials"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `credentials_account` ON `credentials` (`account_ref`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`backup_id` text NOT NULL,
	`number` integer NOT NULL,
	`image_name` text NOT NULL,
	`status` text NOT NULL,
	`send_count` integer DEFAULT 0 NOT NULL,
	`first_sent_at` integer,
	`last_sent_at` integer,
	`looked_up_at` integer,
	`lookup_count` integer DEFAULT 0 NOT NULL,
	`untagged_since_at` integer,
	`image_id` text,
	`error_code` text,
	`error_message` text,
	`aws_request_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`backup_id`) REFERENCES `backups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_backup_number` ON `attempts` (`backup_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_image_name` ON `attempts` (`image_name`);--> statement-breakpoint
CREATE TABLE `backup_events` (
	`id` text PRIMARY KEY NOT NULL,
	`backup_id` text NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`message` text NOT NULL,
	`data` text,
	FOREIGN KEY (`backup_id`) REFERENCES `backups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `backup_events_backup` ON `backup_events` (`backup_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `backups` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`instance_ref` text NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`instance_id` text NOT NULL,
	`kind` text NOT NULL,
	`due_at` integer NOT NULL,
	`request_id` text,
	`requested_by` text,
	`description` text DEFAULT '' NOT NULL,
	`reboot` integer DEFAULT false NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`status_code` text,
	`suggestion` text,
	`start_window_ends_at` integer NOT NULL,
	`not_before_at` integer,
	`lease_token` text,
	`lease_expires_at` integer,
	`attempt_number` integer DEFAULT 1 NOT NULL,
	`image_id` text,
	`image_name` text,
	`image_state` text,
	`image_created_at` integer,
	`image_seen_at` integer,
	`progress_percent` integer,
	`size_bytes` integer,
	`queued_at` integer,
	`started_at` integer,
	`pending_at` integer,
	`ended_at` integer,
	`held_at` integer,
	`held_by` text,
	`held_reason` text,
	`keep_until` integer,
	`missing_since_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`instance_ref`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `backups_key` ON `backups` (`key`);--> statement-breakpoint
CREATE INDEX `backups_due` ON `backups` (`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `backups_instance_due` ON `backups` (`instance_ref`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `backups_status_due` ON `backups` (`status`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `backups_account_region_status` ON `backups` (`account_ref`,`region`,`status`);--> statement-breakpoint
CREATE INDEX `backups_image` ON `backups` (`image_id`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`id` text PRIMARY KEY NOT NULL,
	`backup_id` text NOT NULL,
	`snapshot_id` text NOT NULL,
	`volume_id` text,
	`device` text,
	`size_gib` integer,
	`full_size_bytes` integer,
	`encrypted` integer,
	`state` text,
	`progress_percent` integer,
	`state_message` text,
	`deleted_at` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`backup_id`) REFERENCES `backups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshots_backup_snapshot` ON `snapshots` (`backup_id`,`snapshot_id`);--> statement-breakpoint
CREATE INDEX `snapshots_snapshot` ON `snapshots` (`snapshot_id`);--> statement-breakpoint
CREATE TABLE `instance_days` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_ref` text NOT NULL,
	`day` text NOT NULL,
	`available` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`missed` integer DEFAULT 0 NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`instance_ref`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instance_days_instance_day` ON `instance_days` (`instance_ref`,`day`);--> statement-breakpoint
CREATE TABLE `instances` (
	`id` text PRIMARY KEY NOT NULL,
	`account_ref` text NOT NULL,
	`credential_id` text,
	`region` text NOT NULL,
	`instance_id` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`tags` text NOT NULL,
	`state` text NOT NULL,
	`instance_type` text,
	`platform` text,
	`volume_count` integer,
	`volume_gib` integer,
	`paused` integer DEFAULT false NOT NULL,
	`reboot_on_backup` integer DEFAULT false NOT NULL,
	`retention_policy_id` text,
	`last_good_backup_id` text,
	`last_good_at` integer,
	`last_ended_backup_id` text,
	`last_ended_status` text,
	`last_ended_at` integer,
	`next_due_at` integer,
	`available_count` integer DEFAULT 0 NOT NULL,
	`seen_at` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`removed_at` integer,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`credential_id`) REFERENCES `credentials`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`retention_policy_id`) REFERENCES `retention_policies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instances_account_region_instance` ON `instances` (`account_ref`,`region`,`instance_id`);--> statement-breakpoint
CREATE INDEX `instances_credential` ON `instances` (`credential_id`);--> statement-breakpoint
CREATE INDEX `instances_created` ON `instances` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `instances_next_due` ON `instances` (`next_due_at`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_type` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`action` text NOT NULL,
	`target_type` text NOT NULL,
	`target_id` text,
	`account_ref` text,
	`before` text,
	`after` text,
	`request_id` text NOT NULL,
	`address` text
);
--> statement-breakpoint
CREATE INDEX `audit_entries_at` ON `audit_entries` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entries_target` ON `audit_entries` (`target_type`,`target_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`address` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`proven_at` integer NOT NULL,
	`ended_at` integer,
	`ended_reason` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`subject` text PRIMARY KEY NOT NULL,
	`window_started_at` integer NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_failures_window` ON `sign_in_failures` (`window_started_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`username_key` text NOT NULL,
	`email` text,
	`role` text NOT NULL,
	`account_refs` text,
	`password_hash` text NOT NULL,
	`must_change_password` integer DEFAULT false NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`last_sign_in_at` integer,
	`password_changed_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_username_key` ON `users` (`username_key`);--> statement-breakpoint
CREATE TABLE `retention_policies` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`keep_days` integer,
	`keep_count` integer,
	`tiers` text NOT NULL,
	`floor` integer DEFAULT 2 NOT NULL,
	`enforced` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `retention_policies_live_name` ON `retention_policies` (`name`) WHERE "retention_policies"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `retention_policies_one_default` ON `retention_policies` (`is_default`) WHERE "retention_policies"."is_default" = 1;--> statement-breakpoint
CREATE TABLE `occurrences` (
	`id` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`instance_ref` text NOT NULL,
	`due_at` integer NOT NULL,
	`backup_id` text NOT NULL,
	`count` integer DEFAULT 1 NOT NULL,
	`range_end_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`link_id`) REFERENCES `schedule_links`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`instance_ref`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`backup_id`) REFERENCES `backups`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `occurrences_link_due` ON `occurrences` (`link_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `occurrences_backup` ON `occurrences` (`backup_id`);--> statement-breakpoint
CREATE INDEX `occurrences_due` ON `occurrences` (`due_at`);--> statement-breakpoint
CREATE TABLE `schedule_links` (
	`id` text PRIMARY KEY NOT NULL,
	`schedule_id` text NOT NULL,
	`instance_ref` text NOT NULL,
	`scheduler` text DEFAULT 'local' NOT NULL,
	`next_due_at` integer,
	`paused_at` integer,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`schedule_id`) REFERENCES `schedules`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`instance_ref`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schedule_links_pair` ON `schedule_links` (`schedule_id`,`instance_ref`);--> statement-breakpoint
CREATE INDEX `schedule_links_instance` ON `schedule_links` (`instance_ref`);--> statement-breakpoint
CREATE INDEX `schedule_links_next_due` ON `schedule_links` (`next_due_at`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`cron` text NOT NULL,
	`zone` text NOT NULL,
	`preset` text,
	`enabled` integer DEFAULT true NOT NULL,
	`start_window_ms` integer NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_live_name` ON `schedules` (`name`) WHERE "schedules"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_one_default` ON `schedules` (`is_default`) WHERE "schedules"."is_default" = 1;--> statement-breakpoint
CREATE TABLE `api_buckets` (
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`action` text NOT NULL,
	`last_call_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `region`, `action`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`entity_id` text NOT NULL,
	`account_ref` text,
	`data` text
);
--> statement-breakpoint
CREATE INDEX `events_at` ON `events` (`at`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`user_id` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer,
	`body` text,
	`location` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`renewed_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text,
	`updated_at` integer NOT NULL,
	`updated_by` text
);
