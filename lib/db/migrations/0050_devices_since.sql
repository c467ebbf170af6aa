ALTER TABLE `users` ADD `devices_since` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What is known of before: a browser from before the second factor was turned off or reset is a stranger, too.
UPDATE `users` SET `devices_since` = max(
	coalesce(`password_changed_at`, 0),
	coalesce(`totp_confirmed_at`, 0),
	coalesce((
		SELECT max(`audit_entries`.`at`) FROM `audit_entries`
		WHERE `audit_entries`.`target_type` = 'user' AND `audit_entries`.`target_id` = `users`.`id`
			AND `audit_entries`.`action` IN ('user.disable_second_factor', 'user.reset_second_factor')
	), 0),
	coalesce((
		SELECT max(`audit_entries`.`at`) FROM `audit_entries`
		WHERE `audit_entries`.`target_type` = 'key_ring' AND `audit_entries`.`target_id` = `users`.`id`
			AND `audit_entries`.`action` = 'keys.forget'
	), 0)
);
