import { createHash } from "node:crypto";

/** For tokens of 256 random bits, which need no salt and no slow hash: nobody can guess them. */
export function sha256(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
