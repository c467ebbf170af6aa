ALTER TABLE `instances` ADD `overdue_since_at` integer;--> statement-breakpoint
CREATE INDEX `instances_overdue` ON `instances` (`overdue_since_at`) WHERE "instances"."overdue_since_at" is not null;--> statement-breakpoint
ALTER TABLE `schedule_links` ADD `planned_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `schedules` ADD `auto_named` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `schedules` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `schedules` ADD `timing_changed_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `schedules` ADD `aligned` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `schedules_unaligned` ON `schedules` (`id`) WHERE "schedules"."aligned" = 0;--> statement-breakpoint
CREATE INDEX `schedules_timing` ON `schedules` (`cron`,`zone`);