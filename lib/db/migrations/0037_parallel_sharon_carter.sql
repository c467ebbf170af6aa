ALTER TABLE `eventbridge_objects` ADD `sent_spec` text;--> statement-breakpoint
ALTER TABLE `eventbridge_objects` ADD `removal_sent_at` integer;--> statement-breakpoint
ALTER TABLE `eventbridge_places` ADD `compare_tried_at` integer;