DROP INDEX `backups_unfinished`;--> statement-breakpoint
CREATE INDEX `backups_unfinished` ON `backups` (`instance_ref`,`status`) WHERE "backups"."status" in ('queued', 'creating', 'pending');--> statement-breakpoint
DROP INDEX `schedule_links_next_due`;--> statement-breakpoint
CREATE INDEX `schedule_links_next_due` ON `schedule_links` (`next_due_at`,`id`);