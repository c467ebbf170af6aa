CREATE TABLE `plan_sources` (
	`plan_id` text NOT NULL,
	`instance_ref` text NOT NULL,
	`account_ref` text NOT NULL,
	`asked_at` integer NOT NULL,
	`after_due_at` integer,
	`after_id` text,
	`listed_at` integer,
	PRIMARY KEY(`plan_id`, `instance_ref`),
	FOREIGN KEY (`plan_id`) REFERENCES `plans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_ref`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `plan_sources_instance` ON `plan_sources` (`instance_ref`,`plan_id`);--> statement-breakpoint
ALTER TABLE `plans` ADD `continued_by` text;