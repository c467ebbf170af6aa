CREATE TABLE `guesses` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`network` text NOT NULL,
	`device_id` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `guesses_subject` ON `guesses` (`subject`,`at`);--> statement-breakpoint
CREATE INDEX `guesses_network` ON `guesses` (`network`,`at`);--> statement-breakpoint
CREATE INDEX `guesses_at` ON `guesses` (`at`);--> statement-breakpoint
CREATE INDEX `guesses_strangers` ON `guesses` (`at`) WHERE "guesses"."device_id" is null;