/** What the function is invoked with, and what it reports: shared with the application. */

/** A rule's or schedule's target sends this; the function checks its shape. */
export interface Firing {
  v: 1;
  type: "backup";
  /** EC2's id. */
  instanceId: string;
  /** ISO 8601: `<aws.scheduler.scheduled-time>`, or the `time` of the rule's event. */
  scheduledTime: string;
  /** Nothing is made later than so long after the due moment. */
  startWindowMs: number;
  reboot: boolean;
  /** The instance's Name tag, for people. */
  name: string;
  /** In which nothing starts: as lib/schedules/exclusion.pure.ts has them. */
  exclusions: readonly FiringExclusion[];
}

export interface FiringExclusion {
  name: string;
  /** Canonical cron of the beginnings in `zone`; null for once. */
  cron: string | null;
  zone: string;
  startsAt: number | null;
  durationMs: number;
}

/** The function's environment; region and keys come from Lambda itself. */
export interface FunctionEnvironment {
  AMIVAULT_INSTALLATION_ID: string;
  /** 12 digits. */
  AMIVAULT_ACCOUNT_ID: string;
  /** The key's id in `x-amivault-key`: the place's id. */
  AMIVAULT_PLACE_ID: string;
  /** Base64 of 32 bytes. */
  AMIVAULT_CALLBACK_KEY: string;
  /** Left out where there is no address to call. */
  AMIVAULT_CALLBACK_URL?: string;
  /** Hash of its own code, told with each report. */
  AMIVAULT_FUNCTION_VERSION: string;
}

/** The body of a callback. It proves "look now" and nothing else. */
export interface Report {
  v: 1;
  /** `image_state`: AWS says that an image changed. */
  type: "started" | "succeeded" | "failed" | "refused" | "image_state";
  accountId: string;
  region: string;
  /** ISO 8601. */
  at: string;
  functionVersion: string;
  instanceId?: string;
  /** ISO 8601. */
  dueAt?: string;
  imageName?: string;
  imageId?: string;
  code?: string;
  /** At most 1,000 characters; of AWS or of the function, never trusted. */
  message?: string;
}

export const CALLBACK_PATH = "/api/backup-callback";
export const CALLBACK_HEADERS = {
  key: "x-amivault-key",
  /** Epoch seconds. */
  timestamp: "x-amivault-timestamp",
  /** 32 hexadecimal digits, new with each request. */
  nonce: "x-amivault-nonce",
  /** `v1=` and the hexadecimal HMAC-SHA256 of `v1\n<timestamp>\n<nonce>\n<body>`. */
  signature: "x-amivault-signature",
} as const;
