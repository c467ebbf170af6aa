import type { Random } from "./random";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64 = `${BASE32.slice(0, 26)}abcdefghijklmnopqrstuvwxyz0123456789+/`;

/** Ids and keys in AWS's forms, made at run time from the seed. */
export class Ids {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  resource(prefix: "ami" | "snap" | "i" | "vol" | "r" | "subnet" | "vpc" | "sg" | "lt"): string {
    return `${prefix}-0${this.#random.hex(16)}`;
  }

  requestId(): string {
    const hex = this.#random.hex(32);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join("-");
  }

  accessKeyId(kind: "user" | "session"): string {
    return `${kind === "user" ? "AK" : "AS"}IA${this.#random.chars(BASE32, 16)}`;
  }

  principalId(kind: "user" | "role"): string {
    return `${kind === "user" ? "AIDA" : "AROA"}${this.#random.chars(BASE32, 17)}`;
  }

  secret(): string {
    return this.#random.chars(BASE64, 40);
  }

  sessionToken(): string {
    return `${this.#random.chars(BASE64, 340)}==`;
  }
}
