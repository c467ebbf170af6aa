export const CALLBACK_PATH = "/api/backup-callback";
export const REPORT_BYTES_MAX = 16 * 1024;
