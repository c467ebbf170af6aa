import { z } from "zod";

const AT_ONCE_MAX = 10_000;
/** A month: what takes longer than that is not a backup any more. */
const TIMEOUT_HOURS_MAX = 720;
/** Volumes of terabytes take many hours. */
export const TIMEOUT_HOURS_DEFAULT = 24;

export const AtOnceMax = z
  .number()
  .int("Use a whole number.")
  .min(1, "At least 1 backup at once; pause instances to stop their backups.")
  .max(AT_ONCE_MAX, `At most ${AT_ONCE_MAX}; leave it empty for no limit.`);

export const TimeoutHours = z
  .number()
  .int("Use whole hours.")
  .min(1, "At least 1 hour.")
  .max(TIMEOUT_HOURS_MAX, `At most ${TIMEOUT_HOURS_MAX} hours.`);

export const ApiSharePercent = z
  .number()
  .int("Use a whole number.")
  .min(1, "At least 1 %.")
  .max(100, "At most 100 %.");

const POLL_SECONDS_MIN = 15;
const POLL_SECONDS_MAX = 300;

export const PollSeconds = z
  .number()
  .int("Use whole seconds.")
  .min(POLL_SECONDS_MIN, `Use at least ${POLL_SECONDS_MIN} seconds.`)
  .max(POLL_SECONDS_MAX, `Use at most ${POLL_SECONDS_MAX} seconds.`);

export const DISCOVERY_HOURS_DEFAULT = 6;
/** What is gone is forgotten after a week: it must have been looked for before then. */
const DISCOVERY_HOURS_MAX = 72;

export const DiscoveryHours = z
  .number()
  .int("Use whole hours.")
  .min(1, "At least 1 hour.")
  .max(DISCOVERY_HOURS_MAX, `At most ${DISCOVERY_HOURS_MAX} hours.`);

export const ARCHIVE_DAYS_DEFAULT = 400;
/** What was done lately is looked at on pages, and counted: that is not in the archive. */
const ARCHIVE_DAYS_MIN = 30;
/** A century: never. */
const ARCHIVE_DAYS_MAX = 36_500;

export const ArchiveDays = z
  .number()
  .int("Use whole days.")
  .min(ARCHIVE_DAYS_MIN, `At least ${ARCHIVE_DAYS_MIN} days.`)
  .max(ARCHIVE_DAYS_MAX, `At most ${ARCHIVE_DAYS_MAX.toLocaleString("en-US")} days.`);

/** The dearest storage class in the dearest region is far below it. */
const PRICE_MAX = 10;

export const SnapshotPrice = z
  .number("Use a number such as 0.05.")
  .min(0, "At least 0.")
  .max(PRICE_MAX, `At most ${PRICE_MAX} dollars.`);

const ESCALATE_MINUTES_MAX = 1_440;

export const EscalateAfterMinutes = z
  .number()
  .int("Use whole minutes.")
  .min(1, "Use at least 1 minute.")
  .max(ESCALATE_MINUTES_MAX, `Use at most ${ESCALATE_MINUTES_MAX} minutes.`);

/** A week: longer without a request is nobody at the keyboard. */
const IDLE_MINUTES_MAX = 10_080;
export const IDLE_MINUTES_DEFAULT = 720;

export const SessionIdleMinutes = z
  .number()
  .int("Use whole minutes.")
  .min(5, "At least 5 minutes.")
  .max(IDLE_MINUTES_MAX, `At most ${IDLE_MINUTES_MAX} minutes.`);

const ABSOLUTE_HOURS_MAX = 720;
export const ABSOLUTE_HOURS_DEFAULT = 168;

export const SessionAbsoluteHours = z
  .number()
  .int("Use whole hours.")
  .min(1, "At least 1 hour.")
  .max(ABSOLUTE_HOURS_MAX, `At most ${ABSOLUTE_HOURS_MAX} hours.`);

const URL_CHARACTERS_MAX = 500;

/** What else it must be follows from the environment: see lib/eventbridge/callback-url.ts. */
export const PublicUrl = z
  .string()
  .trim()
  .min(1, "Write an address, for example https://amivault.example.org.")
  .max(URL_CHARACTERS_MAX, `Use at most ${URL_CHARACTERS_MAX} characters.`);
