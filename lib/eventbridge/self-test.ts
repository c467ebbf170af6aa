import { createHmac, randomBytes } from "node:crypto";
import { CALLBACK_HEADERS, signReport } from "#lambda/contract/signature";
import type { Config } from "../config";
import { ServiceError } from "../errors";
import { createOutbound, type Outbound } from "../outbound/outbound";
import { sendRequest } from "../outbound/send-request";
import type { Runtime } from "../runtime";

/** In place of a place's id: from this installation to itself, and of no effect. */
export const SELF_TEST_KEY_ID = "self_test";

/** The same in every process of the installation, and in no other installation. */
export function selfTestKey({ sessionSecret }: Pick<Config, "sessionSecret">): Buffer {
  return createHmac("sha256", sessionSecret).update("amivault callback self-test").digest();
}

/**
 * Calls the address as a function would: null when this installation answers there, else a sentence.
 * Nothing follows from it, because AWS may reach what this process cannot, and the other way round.
 */
export async function testCallback(
  { config, clock }: Pick<Runtime, "config" | "clock">,
  url: string,
  outbound: Outbound = createOutbound(config),
): Promise<string | null> {
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const nonce = randomBytes(16).toString("hex");
  const body = "{}";
  const signature = signReport(selfTestKey(config), { timestamp, nonce, body });
  try {
    const { status } = await sendRequest(outbound, {
      method: "POST",
      url,
      body,
      headers: {
        "content-type": "application/json",
        [CALLBACK_HEADERS.key]: SELF_TEST_KEY_ID,
        [CALLBACK_HEADERS.timestamp]: timestamp,
        [CALLBACK_HEADERS.nonce]: nonce,
        [CALLBACK_HEADERS.signature]: signature,
      },
    });
    if (status === 204) return null;
    return `${new URL(url).host} answered ${status} to a report from here: it seems to lead to something else.`;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return `It could not be tried from here. ${error.message}`;
  }
}
