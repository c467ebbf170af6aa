import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

export interface Change {
  /** In lib/. */
  file: string;
  from: string;
  to: string;
}

/** Bugs that a bench's own bundle of the worker can have; the product's has no such switch. */
export const BUGS = {
  /** Every send has a name of its own: AWS no longer refuses the second. */
  "new-name": [
    {
      file: "backups/image-identity.ts",
      from: "  return { ...request, tags:",
      to: "  return { ...request, name: request.name.slice(0, -10) + Math.random().toString(36).slice(2, 12), tags:",
    },
  ],
  /** A look that sees nothing counts as proof, and nothing is asked before the next attempt. */
  "no-look-up": [
    {
      file: "backups/apply-look-up.ts",
      from: '    case "nothing":\n      await patchBackup(tx, ctx, { backup, set: { notBeforeAt: outcome.nextLookAt } });',
      to: '    case "nothing":\n      await endAttempt(tx, ctx, { ...run, as: "failed", imageId: "", imageState: null, reason: { message: "Not there." } });',
    },
    {
      file: "backups/decide-next-step.pure.ts",
      from: 'return isFresh(attempt, now) ? { type: "send", again: false } : { type: "look_up_key" };',
      to: 'return { type: "send", again: false };',
    },
  ],
  /** What a dead worker held stays its own: nobody takes over. */
  "no-take-over": [
    {
      file: "backups/decide-next-step.pure.ts",
      from: 'return expiresAt > now ? { type: "wait", untilAt: expiresAt } : { type: "take_over" };',
      to: 'return { type: "wait", untilAt: expiresAt + 86_400_000 };',
    },
  ],
  /** The tick hands out only what has just become due, as if Redis forgot nothing. */
  "trusts-redis": [
    {
      file: "backups/runnable.repo.ts",
      from: "gt(backups.startWindowEndsAt, now)),",
      to: "gt(backups.startWindowEndsAt, now), gt(backups.notBeforeAt, now - 3_000)),",
    },
  ],
  /** CreateImage has answered, and that is taken for the end. */
  "answer-is-enough": [
    {
      file: "backups/settle-accepted.ts",
      from: '    to: "pending",\n    trigger: "accepted",',
      to: '    to: "available",\n    trigger: "seen",',
    },
    {
      file: "backups/settle-accepted.ts",
      from: 'notBeforeAt: nextPollAt({ manual: backup.kind === "manual", pendingAt: now, now, pollMs }),',
      to: "notBeforeAt: null, endedAt: now,",
    },
  ],
} as const satisfies Record<string, readonly Change[]>;

export type Bug = keyof typeof BUGS;

export function isBug(name: string): name is Bug {
  return Object.hasOwn(BUGS, name);
}

/** Two minutes instead of the product's own half an hour or more. */
const SHORT_GRACE: Change = {
  file: "schedules/grace.pure.ts",
  from: "return Math.max(GRACE_MIN_MS, lower + upper);",
  to: "return GRACE_MS;",
};
const SHORT_GRACE_MIN: Change = {
  file: "schedules/grace.pure.ts",
  from: "export const GRACE_MIN_MS = 30 * MINUTE_MS;",
  to: "export const GRACE_MIN_MS = 120_000;\nconst GRACE_MS = GRACE_MIN_MS;",
};

export const CHANGES_OF_ALL: readonly Change[] = [SHORT_GRACE_MIN, SHORT_GRACE];

export function plantBug(bug: Bug | null): Plugin {
  return plantChanges([...CHANGES_OF_ALL, ...(bug === null ? [] : BUGS[bug])]);
}

/** Changes the product's code while it is bundled; fails where the code is no longer as it says. */
export function plantChanges(changes: readonly Change[]): Plugin {
  const files = [...new Set(changes.map(({ file }) => file))];
  return {
    name: "plant-bug",
    setup(build) {
      for (const file of files) {
        const filter = new RegExp(`/lib/${file.replaceAll(/[./]/g, "\\$&")}$`);
        build.onLoad({ filter }, ({ path }) => {
          const mine = changes.filter((change) => change.file === file);
          return { contents: mine.reduce(changed, readFileSync(path, "utf8")), loader: "ts" };
        });
      }
    },
  };
}

/** The text with the change, which must have exactly one place in it. */
export function changed(text: string, { file, from, to }: Change): string {
  if (text.split(from).length !== 2) throw new Error(`lib/${file} no longer says: ${from}`);
  return text.replace(from, () => to);
}
