ALTER TABLE `findings` ADD `code` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `findings` ADD `ignored_at` integer;--> statement-breakpoint
ALTER TABLE `findings` ADD `ignored_by` text;--> statement-breakpoint
ALTER TABLE `findings` ADD `plan_id` text;--> statement-breakpoint
CREATE INDEX `findings_open_kind` ON `findings` (`kind`,`account_ref`) WHERE "findings"."resolved_at" is null;