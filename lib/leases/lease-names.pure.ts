/** Of every long-lived process while it lives. */
export const PROCESS_PREFIX = "process:";

/** Of a worker, which answers no requests. */
export const WORKER_PREFIX = `${PROCESS_PREFIX}worker:`;

/** Beside that: the keys it can open secrets with. */
export const KNOWN_KEYS_PREFIX = "keys:";
