import { createHmac } from "node:crypto";

/** HMAC-SHA256 with the channel's signing key over `<seconds since 1970>.<body>`. */
export function signWebhook(
  signingKey: string,
  { timestamp, body }: { timestamp: number; body: string },
): string {
  const digest = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
  return `v1=${digest}`;
}
