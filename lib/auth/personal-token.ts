import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { RandomBytes } from "../ids";

/** Scanners of secrets know a token by its beginning. */
export const PERSONAL_TOKEN_PREFIX = "amivault_pat_";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 256 bits in base 62. */
const RANDOM_LENGTH = 43;
const CHECK_LENGTH = 6;
const FORM = new RegExp(
  `^${PERSONAL_TOKEN_PREFIX}([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECK_LENGTH}})$`,
);

/** The prefix, 256 random bits and a CRC-32 of them, so that a typing error is known without a look-up. */
export function newPersonalToken(random: RandomBytes = randomBytes): string {
  const text = toBase62(BigInt(`0x${Buffer.from(random(32)).toString("hex")}`), RANDOM_LENGTH);
  return `${PERSONAL_TOKEN_PREFIX}${text}${checkOf(text)}`;
}

/** Whether it can be one at all. */
export function isPersonalToken(text: string): boolean {
  const [, random, check] = FORM.exec(text) ?? [];
  return random !== undefined && check === checkOf(random);
}

/** No salt and no slow hash: there are 2^256 tokens to try. */
export function hashPersonalToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function checkOf(text: string): string {
  return toBase62(BigInt(crc32(text)), CHECK_LENGTH);
}

function toBase62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest /= 62n) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
  }
  return text;
}
