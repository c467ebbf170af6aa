ALTER TABLE `account_days` ADD `stored_images` integer;--> statement-breakpoint
ALTER TABLE `account_days` ADD `stored_bytes` integer;--> statement-breakpoint
ALTER TABLE `instances` ADD `available_bytes` integer DEFAULT 0 NOT NULL;