import { brotliDecompressSync } from "node:zlib";
import { COMMON_PASSWORDS } from "./common-passwords-data";

let known: ReadonlySet<string> | null = null;

/** Whether a text, in lower case, is among the most common passwords or the letters of one. */
export function isCommonPassword(text: string): boolean {
  known ??= new Set(
    brotliDecompressSync(Buffer.from(COMMON_PASSWORDS, "base64")).toString().split("\n"),
  );
  return known.has(text);
}
