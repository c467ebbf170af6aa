import { customType, integer, text } from "drizzle-orm/sqlite-core";

/** An instant: epoch milliseconds, UTC, as a number. */
export const instant = (name: string) => integer(name, { mode: "number" });

export const flag = (name: string) => integer(name, { mode: "boolean" });

/** JSON that somebody may have edited: what cannot be parsed is the text that it is. */
export const evidence = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => parseOrText(text) as T,
  })(name);

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();

/** AES-256-GCM ciphertext made by lib/crypto.ts; never leaves the file that uses it. */
export const sealed = (name: string) => text(name);
