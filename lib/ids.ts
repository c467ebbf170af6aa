import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** One prefix per table, so that an id in a log or a URL says what it names. */
export type IdPrefix =
  | "acc"
  | "crd"
  | "ins"
  | "sch"
  | "exw"
  | "lnk"
  | "pol"
  | "pln"
  | "pli"
  | "occ"
  | "bak"
  | "att"
  | "bev"
  | "aud"
  | "auk"
  | "aus"
  | "usr"
  | "pwl"
  | "ses"
  | "tok"
  | "chl"
  | "enr"
  | "rcv"
  | "alr"
  | "alm"
  | "chn"
  | "dlv"
  | "req"
  | "lea"
  | "fnd"
  | "rec"
  | "dis"
  | "dsr"
  | "dsp"
  | "rul"
  | "evp"
  | "evo"
  | "gue";

export type RandomBytes = (size: number) => Uint8Array;

/**
 * A time-ordered text id: prefix, 10 characters of milliseconds, 16 characters (80 bits) of
 * randomness, in Crockford's base 32 (the layout of a ULID, https://github.com/ulid/spec).
 */
export function newId(prefix: IdPrefix, now: number, random: RandomBytes = randomBytes): string {
  return `${prefix}_${encodeTime(now)}${encodeRandom(random(16))}`;
}

/** 256 bits of randomness for leases, session keys and the like, as base64url. */
export function newToken(random: RandomBytes = randomBytes): string {
  return Buffer.from(random(32)).toString("base64url");
}

function encodeTime(now: number): string {
  let text = "";
  let rest = now;
  for (let i = 0; i < 10; i++) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeRandom(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += ALPHABET.charAt(byte & 31);
  return text;
}
