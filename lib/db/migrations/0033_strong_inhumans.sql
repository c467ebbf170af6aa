CREATE TABLE `callback_nonces` (
	`place_id` text NOT NULL,
	`nonce` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`place_id`, `nonce`)
);
--> statement-breakpoint
CREATE INDEX `callback_nonces_seen` ON `callback_nonces` (`seen_at`);--> statement-breakpoint
CREATE TABLE `eventbridge_objects` (
	`id` text PRIMARY KEY NOT NULL,
	`place_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`instance_ref` text,
	`link_id` text,
	`wanted` integer NOT NULL,
	`state` text NOT NULL,
	`spec` text NOT NULL,
	`spec_hash` text NOT NULL,
	`confirmed_hash` text,
	`confirmed_spec` text,
	`confirmed_at` integer,
	`seen` text,
	`seen_at` integer,
	`overruled_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before_at` integer,
	`message` text,
	`error_code` text,
	`suggestion` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`place_id`) REFERENCES `eventbridge_places`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`instance_ref`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`link_id`) REFERENCES `schedule_links`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `eventbridge_objects_name` ON `eventbridge_objects` (`place_id`,`kind`,`name`);--> statement-breakpoint
CREATE INDEX `eventbridge_objects_link` ON `eventbridge_objects` (`link_id`);--> statement-breakpoint
CREATE INDEX `eventbridge_objects_instance` ON `eventbridge_objects` (`instance_ref`);--> statement-breakpoint
CREATE TABLE `eventbridge_places` (
	`id` text PRIMARY KEY NOT NULL,
	`account_ref` text NOT NULL,
	`region` text NOT NULL,
	`credential_id` text,
	`callback_key` text,
	`previous_key` text,
	`previous_key_until_at` integer,
	`function_arn` text,
	`function_version` text,
	`function_runtime` text,
	`next_look_at` integer,
	`compared_at` integer,
	`error_code` text,
	`error_message` text,
	`suggestion` text,
	`failing_since_at` integer,
	`last_report_at` integer,
	`last_report_type` text,
	`invocations` integer,
	`invocation_errors` integer,
	`last_invoked_at` integer,
	`measured_at` integer,
	`measure_error` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`credential_id`) REFERENCES `credentials`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `eventbridge_places_place` ON `eventbridge_places` (`account_ref`,`region`);--> statement-breakpoint
CREATE INDEX `eventbridge_places_next_look` ON `eventbridge_places` (`next_look_at`) WHERE "eventbridge_places"."next_look_at" is not null;--> statement-breakpoint
DROP INDEX `backups_looked_at`;--> statement-breakpoint
ALTER TABLE `backups` ADD `scheduler` text DEFAULT 'local' NOT NULL;--> statement-breakpoint
CREATE INDEX `backups_looked_at` ON `backups` (`account_ref`,`region`,`not_before_at`,`id`) WHERE +"backups"."status" in ('expected', 'pending', 'creating', 'failed') and "backups"."lease_token" is null and "backups"."not_before_at" is not null;--> statement-breakpoint
ALTER TABLE `instances` ADD `scheduler` text DEFAULT 'local' NOT NULL;--> statement-breakpoint
CREATE INDEX `instances_eventbridge` ON `instances` (`account_ref`,`region`) WHERE "instances"."scheduler" = 'eventbridge';--> statement-breakpoint
ALTER TABLE `schedule_links` ADD `aws_from_at` integer;--> statement-breakpoint
ALTER TABLE `schedule_links` ADD `aws_version` integer;