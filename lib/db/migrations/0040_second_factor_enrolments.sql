CREATE TABLE `second_factor_enrolments` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `second_factor_enrolments_user` ON `second_factor_enrolments` (`user_id`);--> statement-breakpoint
CREATE INDEX `second_factor_enrolments_expires` ON `second_factor_enrolments` (`expires_at`);