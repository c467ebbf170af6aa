-- Plain hashes of whole requests, with passwords in them: a key that was used is refused, not run again.
UPDATE `idempotency_keys` SET `fingerprint` = '';
--> statement-breakpoint
-- Calls of keys that were given for one use, by a hash of the key.
DELETE FROM `api_buckets` WHERE `account_id` LIKE 'key-%';
