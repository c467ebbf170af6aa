CREATE TABLE `instance_tags` (
	`instance_ref` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`instance_ref`, `key`),
	FOREIGN KEY (`instance_ref`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `instance_tags_key_value` ON `instance_tags` (`key`,`value`,`instance_ref`);--> statement-breakpoint
CREATE INDEX `instance_tags_value` ON `instance_tags` (lower(value),`instance_ref`);--> statement-breakpoint
CREATE INDEX `instances_by_name` ON `instances` (lower(name),`id`) WHERE "instances"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `instances_by_last_good` ON `instances` (case when last_good_at is null then 0 else last_good_at end,`id`) WHERE "instances"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `instances_by_next_due` ON `instances` (case when next_due_at is null then 9007199254740991 else next_due_at end,`id`) WHERE "instances"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `instances_by_region` ON `instances` (`region`,`id`) WHERE "instances"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `instances_by_account` ON `instances` (`account_ref`,`id`) WHERE "instances"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `instances_by_state` ON `instances` (`state`,`id`) WHERE "instances"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `instances_by_policy` ON `instances` (`retention_policy_id`);--> statement-breakpoint
CREATE INDEX `instances_by_ec2_id` ON `instances` (`instance_id`);