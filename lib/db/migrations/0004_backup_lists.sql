DROP INDEX `backups_in_aws`;--> statement-breakpoint
CREATE INDEX `backups_image_name` ON `backups` (`image_name`);