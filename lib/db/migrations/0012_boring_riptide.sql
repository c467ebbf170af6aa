DROP INDEX `deliveries_once`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `round` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`alert_id`,`channel_id`,`event`,`round`);--> statement-breakpoint
ALTER TABLE `alerts` ADD `round` integer DEFAULT 0 NOT NULL;