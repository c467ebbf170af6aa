import { sql } from "drizzle-orm";
import type { Runtime } from "#lib/runtime";

/** Weaknesses of counting, as what the database does behind the application's back. */
const BUGS = {
  /** Nothing is counted. */
  uncounted: () => [after("insert", "delete from guesses where id = new.id")],
  /** A guess counts for half an hour. */
  "half-hour": () =>
    ["insert", "update of at"].map((what) =>
      after(what, "update guesses set at = new.at - 1800000 where id = new.id"),
    ),
  /** A right password forgives every wrong one at that user. */
  forgives: () => [after("delete", "delete from guesses where subject = old.subject")],
  /** Guesses of strangers use up what the owner's device has. */
  "shared-device": (deviceId: string) => [
    after(
      "insert",
      `update guesses set device_id = '${deviceId}' where id = new.id and device_id is null`,
    ),
  ],
} as const;

let triggers = 0;

function after(what: string, statement: string): string {
  return `create trigger bug_${triggers++} after ${what} on guesses begin ${statement}; end`;
}

export async function plantBug(
  runtime: Runtime,
  input: { name: string; deviceId: string },
): Promise<void> {
  const { name, deviceId } = input;
  if (!isBug(name)) throw new Error(`--break takes ${Object.keys(BUGS).join(", ")}, not ${name}.`);
  for (const statement of BUGS[name](deviceId)) {
    await runtime.db.write(async (tx) => {
      await tx.run(sql.raw(statement));
    });
  }
}

function isBug(name: string): name is keyof typeof BUGS {
  return Object.hasOwn(BUGS, name);
}
