import { naive, shown, type Pain } from "./pain";

/** The defects of the application before, by their number. */
export const ORIGINAL_PAINS: readonly Pain[] = [
  {
    id: "original 1",
    pain: "success is written while the image is pending",
    tests: [
      ...naive("original 1"),
      ...shown("lib/backups/run-backup.test.ts", "pending until AWS says available"),
    ],
  },
  {
    id: "original 2",
    pain: "retention does not find what its own scheduler made",
    tests: shown(
      "lib/retention/sweep-retention.test.ts",
      "makes one plan an account, with the rule and the survivors of each removal",
    ),
  },
  {
    id: "original 3",
    pain: "records are dropped although AWS refused; deleting an instance deletes or orphans",
    tests: [
      ...naive("original 3"),
      ...shown("lib/removal/run-removals.test.ts", "when AWS refuses, with an alert"),
      ...shown(
        "lib/instances/look-at-instance.test.ts",
        "ends its protection, keeps its record, and asks nothing of AWS",
      ),
    ],
  },
  {
    id: "original 4",
    pain: "AWS keys stand in plain text and go to the browser",
    tests: [
      ...shown(
        "lib/credentials/add-credential.test.ts",
        "is in no file, log line, answer, audit entry or error",
      ),
      ...shown("app/api/instances.test.ts", "no answer has a secret in it"),
      ...shown(
        "lib/auth/second-factor/second-factor.test.ts",
        "counts for nothing until a code was given",
      ),
    ],
  },
  {
    id: "original 5",
    pain: "the callback is unauthenticated, loses times and failures",
    tests: [
      ...shown(
        "app/api/backup-callback.test.ts",
        "whatever is wrong with it gets the same 401, and leaves no trace",
        "why it failed stands in the backup's time line",
      ),
      ...shown("lib/eventbridge/function-loop.test.ts", "its report is why it is known at once"),
    ],
  },
  {
    id: "original 6",
    pain: "schedules are translated into what AWS rejects, or into another day",
    tests: [
      ...shown("lib/schedules/next-runs.property.test.ts", "are the same in 48 hours anywhere"),
      ...shown(
        "lib/eventbridge/convert-schedule.test.ts",
        "fires at the schedule's moments and no others",
        "makes nothing that our check of AWS's grammar refuses",
      ),
    ],
  },
  {
    id: "original 7",
    pain: "an instance on EventBridge is scheduled twice; one Lambda serves every region",
    tests: [
      ...shown("lib/schedules/aws-moments.test.ts", "is one image, also when AWS was the first"),
      ...shown(
        "lib/eventbridge/place.test.ts",
        "makes each thing once, hands the links over, and leaves nothing behind",
      ),
    ],
  },
  {
    id: "original 8",
    pain: "names to the minute by a twelve-hour clock, neither sanitised nor cut",
    tests: [
      ...naive("original 8"),
      ...shown(
        "lambda/contract/image-name.test.ts",
        "is legal for AWS and short enough for every identity",
      ),
    ],
  },
  {
    id: "original 9",
    pain: "lists are not paged; one call an image when polling",
    tests: [
      ...naive("original 9"),
      ...shown(
        "lib/backups/poll-images.test.ts",
        "asks once for many: calls do not grow with the backups",
      ),
    ],
  },
  {
    id: "original 10",
    pain: "roles by name, no CSRF token, no rate limit, weak and known passwords",
    tests: [
      ...shown(
        "lib/auth/require-permission.test.ts",
        "follows the table for every role and permission",
      ),
      ...shown(
        "lib/auth/guess-limits.test.ts",
        "a stranger has ten at one user from one address, then patience",
      ),
      ...shown("lib/web/guard-page.test.ts", "refuses an action that another site calls"),
      ...shown("lib/auth/find-session.test.ts", "ends at the absolute limit, however busy"),
      ...shown("lib/auth/password-rules.test.ts", "never accepts a text of fewer than twelve"),
      ...shown(
        "lib/auth/second-factor/check-second-factor.test.ts",
        "a recovery code counts once and says how many are left",
      ),
    ],
  },
  {
    id: "original 11",
    pain: "settings for e-mail, concurrency and time-out are saved and never used",
    tests: [
      ...shown("lib/backups/at-once.test.ts", "is the whole installation's limit"),
      ...shown(
        "lib/alerts/flag-slow-backups.test.ts",
        "a backup that takes longer than the timeout",
      ),
      ...shown("lib/channels/send-email.test.ts", "an alert arrives over STARTTLS"),
    ],
  },
  {
    id: "original 12",
    pain: "pages and endpoints that crash, lists that are always empty",
    tests: shown("app/api/endpoints.test.ts", "answers every method of every path"),
  },
  {
    id: "original 13",
    pain: "one id serves one account; two instances of one name expire each other's images",
    tests: [
      ...naive("original 13"),
      ...shown(
        "lib/instances/add-instance.test.ts",
        "the same id in another account is another instance",
      ),
    ],
  },
  {
    id: "original 14",
    pain: "a library's own interface runs anyone's code; schedules vanish silently",
    tests: [
      ...shown("app/api/endpoints.test.ts", "exports what the declarations promise"),
      ...shown(
        "lib/schedules/run-ledger.test.ts",
        "a link without a next moment although nothing rests gets one again",
      ),
    ],
  },
  {
    id: "original 15",
    pain: "sessions outlive their user and password; anyone deletes anything",
    tests: [
      ...shown("lib/users/change-password.test.ts", "ends every session of the user"),
      ...shown("lib/web/handle-route.test.ts", "session or user is out at once"),
      ...shown("lib/removal/delete-backup.test.ts", "takes none of another account"),
      ...shown("lib/users/managed-users.test.ts", "deactivation, until activated again"),
      ...shown("app/api/foreign-resources.test.ts", "gets 404 from %s, and changes nothing"),
    ],
  },
  {
    id: "original 16",
    pain: "a Name tag becomes script in a page and a formula in an export",
    tests: [
      ...shown("e2e/hostile.spec.ts", "hostile names are text everywhere and break no layout"),
      ...shown("e2e/many-backups.spec.ts", "exported as CSV in which nothing is a formula"),
    ],
  },
  {
    id: "original 17",
    pain: "schedules that never run are accepted; what was due in a restart is lost",
    tests: [
      ...shown("app/api/schedules/schedules.test.ts", "is refused with the reason"),
      ...shown(
        "lib/schedules/run-tick.test.ts",
        "of hours the newest moment runs and the earlier ones are missed",
      ),
    ],
  },
  {
    id: "original 18",
    pain: "leaving EventBridge leaves its rule; setting it up blocks a request for a minute",
    tests: shown(
      "lib/eventbridge/place.test.ts",
      "rests with a pause, wherever it came from",
      "leaves nothing behind",
    ),
  },
  {
    id: "original 19",
    pain: "a lost answer orphans an image; throttles lose backups",
    tests: [
      ...naive("original 19"),
      ...shown("lib/backups/backup-chaos.test.ts", "exactly one live image per backup"),
    ],
  },
  {
    id: "original 20",
    pain: "success whatever AWS said; internal texts reach the client; pages without bounds",
    tests: [
      ...naive("original 20"),
      ...shown("lib/web/handle-route.test.ts", "internal texts stay inside"),
      ...shown("lib/paging.test.ts", "bounds the size of a page"),
    ],
  },
];
