import { integer, text } from "drizzle-orm/sqlite-core";

/** An instant: epoch milliseconds, UTC, as a number. */
export const instant = (name: string) => integer(name, { mode: "number" });

export const flag = (name: string) => integer(name, { mode: "boolean" });

export const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();

/** AES-256-GCM ciphertext made by lib/crypto.ts; never leaves the file that uses it. */
export const sealed = (name: string) => text(name);
