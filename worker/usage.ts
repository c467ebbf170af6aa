import { AUDIT_USAGE } from "#lib/audit/command/parse-audit-command";
import { USER_USAGE } from "#lib/users/command/parse-user-command";

const WHERE =
  "Settings come from the environment and .env; AMIVAULT_DATA_DIR says where the installation is.";

/** What `--help` prints, by the name a command is called by. */
export const USAGE = {
  "npm start": [
    "npm start",
    "",
    "Runs AMIVault: all of it (AMIVAULT_MODE=embedded), or its web part (web). Begins an installation where there is none.",
  ],
  "npm run worker": [
    "npm run worker",
    "",
    "Runs a worker, which takes its jobs from Redis (AMIVAULT_MODE=worker, REDIS_URL).",
  ],
  "npm run db:migrate": [
    "npm run db:migrate",
    "",
    "Brings the database to this version's schema, and begins one where there is none.",
  ],
  "npm run import": [
    "npm run import -- path/to/database.db [--check] [--zone Europe/Berlin]",
    "",
    "Takes over the original application's database while AMIVault is stopped.",
    "  --check      says what would come, and writes nothing",
    "  --zone ZONE  where the original's machine counted its hours (UTC)",
  ],
  "npm run keys": [
    "npm run keys -- check | list | rotate | retire | forget-lost COUNT",
    "",
    "  check              opens every stored secret, and says which keys are in use",
    "  list               the ids of the ring's keys",
    "  rotate             a new key, and every secret under it, while AMIVault runs",
    "  retire             takes the keys out of the ring that nothing is under any more",
    "  forget-lost COUNT  takes away the secrets that cannot be read, as many as check counts",
  ],
  "npm run users": [
    USER_USAGE,
    "",
    "  list                      who there is",
    "  create NAME               prints a one-time link; --account may be repeated",
    "  reset NAME                prints a link for a new password; the old one ends at once",
    "  reset-second-factor NAME  the password alone is enough again",
    "  deactivate NAME           and activate, delete",
  ],
  "npm run audit": [
    AUDIT_USAGE,
    "",
    "  verify          proves the whole chain; says what is not as it was written, and where",
    "  export          every entry as a line of JSON",
    "  accept-restore  says that an older copy of the database was put back",
    "  --heads FILE    compares with heads that were kept elsewhere; - is standard input",
  ],
} as const;

export type CommandName = keyof typeof USAGE;

/** The first line: how it is called. */
export function toCallText(name: CommandName): string {
  return USAGE[name][0];
}

export function toHelpText(name: CommandName): string {
  return [`Usage: ${USAGE[name].join("\n")}`, "", WHERE].join("\n");
}
