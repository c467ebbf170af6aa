import { expect, test } from "vitest";
import {
  PERSONAL_TOKEN_PREFIX,
  hashPersonalToken,
  isPersonalToken,
  newPersonalToken,
} from "./personal-token";

const ONES = () => new Uint8Array(32).fill(0xff);

test("has the prefix, 43 characters of randomness and 6 of their checksum", () => {
  for (const token of [newPersonalToken(), newPersonalToken(ONES)]) {
    expect(token).toMatch(/^amivault_pat_[0-9A-Za-z]{49}$/);
    expect(isPersonalToken(token)).toBe(true);
  }
  expect(newPersonalToken()).not.toBe(newPersonalToken());
});

test("keeps all 256 bits", () => {
  const lowest = (value: number) => () => new Uint8Array(32).with(31, value);
  expect(newPersonalToken(lowest(0))).not.toBe(newPersonalToken(lowest(1)));
  const highest = (value: number) => () => new Uint8Array(32).with(0, value);
  expect(newPersonalToken(highest(0x7f))).not.toBe(newPersonalToken(highest(0xff)));
});

test("with one character wrong, missing or too many is none", () => {
  const token = newPersonalToken();
  for (let at = PERSONAL_TOKEN_PREFIX.length; at < token.length; at++) {
    const other = token[at] === "a" ? "b" : "a";
    expect(isPersonalToken(`${token.slice(0, at)}${other}${token.slice(at + 1)}`)).toBe(false);
  }
  for (const text of ["", token.slice(0, -1), `${token}0`, token.toUpperCase(), ` ${token}`]) {
    expect(isPersonalToken(text)).toBe(false);
  }
});

test("is kept as SHA-256", () => {
  expect(hashPersonalToken("x")).toBe("LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE");
});
