ALTER TABLE `eventbridge_places` ADD `derived_from` text;--> statement-breakpoint
ALTER TABLE `eventbridge_places` ADD `compare_from_at` integer;--> statement-breakpoint
ALTER TABLE `eventbridge_places` ADD `rules_full` integer DEFAULT false NOT NULL;