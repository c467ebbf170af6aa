-- Entries are numbered once, and leave only into a segment that holds them.
CREATE TRIGGER `audit_entries_stay` BEFORE UPDATE ON `audit_entries`
WHEN OLD.`mac` IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'An entry of the audit log cannot be changed.');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_kept` BEFORE DELETE ON `audit_entries`
WHEN OLD.`seq` IS NULL OR NOT EXISTS (
	SELECT 1 FROM `audit_segments` WHERE `first_seq` <= OLD.`seq` AND `last_seq` >= OLD.`seq`
)
BEGIN
	SELECT RAISE(ABORT, 'An entry of the audit log cannot be deleted.');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_segments_stay` BEFORE UPDATE ON `audit_segments`
BEGIN
	SELECT RAISE(ABORT, 'A segment of the audit log cannot be changed.');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_segments_kept` BEFORE DELETE ON `audit_segments`
BEGIN
	SELECT RAISE(ABORT, 'A segment of the audit log cannot be deleted.');
END;
