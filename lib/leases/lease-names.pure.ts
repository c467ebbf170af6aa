/** Of every long-lived process while it lives. */
export const PROCESS_PREFIX = "process:";

/** Beside that: the keys it can open secrets with. */
export const KNOWN_KEYS_PREFIX = "keys:";
