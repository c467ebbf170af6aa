import { createHmac, hkdfSync } from "node:crypto";
import { z } from "zod";
import { DAY } from "../clock";
import type { Config } from "../config";
import type { Context } from "../context";
import { ConflictError, ServiceError, UnauthorizedError, ValidationError } from "../errors";
import type { RouteResult } from "./declare-route";
import { freeKey, storeAnswer, takeKey, type IdempotencyRow } from "./idempotency.repo";

/** A key is remembered this long. */
export const IDEMPOTENCY_MS = DAY;

const KeyText = z.string().regex(/^[\x21-\x7e]{1,200}$/);

export interface IdempotentRequest {
  key: string;
  request: Request;
  bodyText: string;
  /** Running it twice does its work once: one that broke off need not stay taken. */
  mayRunAgain: boolean;
  run(): Promise<RouteResult>;
}

/**
 * The same key with the same request gives the first answer again; with another request it is
 * refused. A refusal frees the key; after a crash in between nobody knows, and it stays taken unless
 * the verb itself knows the key.
 */
export async function withIdempotency(
  ctx: Context,
  input: IdempotentRequest,
): Promise<RouteResult> {
  const place = { userId: ownerOf(ctx), key: requireKey(input.key) };
  const { db, clock, config } = ctx.runtime;
  const now = clock.now();
  const fingerprint = fingerprintOf(config, input);
  const earlier = await db.write((tx) =>
    takeKey(tx, { ...place, fingerprint, createdAt: now, forgetBefore: now - IDEMPOTENCY_MS }),
  );
  const brokeOff = input.mayRunAgain && earlier?.status === null;
  if (earlier && !(brokeOff && earlier.fingerprint === fingerprint)) {
    return replay(earlier, fingerprint);
  }
  try {
    const result = await input.run();
    const location = result.headers?.["Location"] ?? null;
    await db.write((tx) =>
      storeAnswer(tx, { ...place, status: result.status, body: result.body, location }),
    );
    return result;
  } catch (error) {
    if (wasRefused(error)) await db.write((tx) => freeKey(tx, place));
    throw error;
  }
}

/** A token's keys are its own: it is given no answer that its user got with other rights. */
function ownerOf({ actor }: Context): string {
  if (actor.type === "token") return actor.tokenId;
  if (actor.type === "user") return actor.userId;
  throw new UnauthorizedError();
}

function replay(earlier: IdempotencyRow, fingerprint: string): RouteResult {
  if (earlier.fingerprint !== fingerprint) {
    throw new ValidationError("This Idempotency-Key was used for another request.", {
      suggestion: "Use a new key for each new request.",
    });
  }
  if (earlier.status === null) {
    throw new ConflictError("A request with this Idempotency-Key has not been answered yet.", {
      suggestion:
        "Wait for it; if it broke off, look whether its effect exists, then use a new key.",
    });
  }
  return {
    status: earlier.status,
    body: earlier.body ?? undefined,
    headers: {
      "Idempotency-Replayed": "true",
      ...(earlier.location === null ? {} : { Location: earlier.location }),
    },
  };
}

function wasRefused(error: unknown): boolean {
  if (error instanceof z.ZodError) return true;
  return error instanceof ServiceError && error.code !== "internal";
}

function requireKey(text: string): string {
  const key = KeyText.safeParse(text);
  if (key.success) return key.data;
  throw new ValidationError("Idempotency-Key must be 1 to 200 visible ASCII characters.");
}

/** Under a key: of a body with a password of a few letters, a plain hash would tell the password. */
function fingerprintOf(config: Pick<Config, "sessionSecret">, input: IdempotentRequest): string {
  const { pathname, search } = new URL(input.request.url);
  const key = hkdfSync("sha256", config.sessionSecret, "", "amivault idempotency v1", 32);
  const body = createHmac("sha256", new Uint8Array(key)).update(input.bodyText).digest("base64url");
  return `${input.request.method} ${pathname}${search} ${body}`.slice(0, 2_000);
}
