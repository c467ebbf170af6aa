DROP INDEX `discovered_instances_running`;--> statement-breakpoint
CREATE INDEX `discovered_instances_running` ON `discovered_instances` (`account_ref`,`region`,`instance_id`,`state`,`ignored_at`) WHERE "discovered_instances"."state" = 'running' and "discovered_instances"."ignored_at" is null;--> statement-breakpoint
DROP INDEX `instances_protected`;--> statement-breakpoint
CREATE INDEX `instances_protected` ON `instances` (`account_ref`,`region`,`instance_id`,`removed_at`) WHERE "instances"."removed_at" is null;