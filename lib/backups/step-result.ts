/** `again`: read the backup anew and decide; `done`: nothing more now. */
export type StepResult = "again" | "done" | { retryAfterMs: number };
