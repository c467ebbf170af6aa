/** The form that the checkboxes of the table belong to, wherever it stands on the page. */
export const BULK_FORM = "bulk-delete";
export const BULK_NAME = "backupIds";
