import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  REPORT_CODE_CHARACTERS_MAX,
  REPORT_MESSAGE_CHARACTERS_MAX,
  type Report,
} from "./contract/firing";
import { CALLBACK_HEADERS, signReport } from "./contract/signature";
import type { Invocation } from "./invocation";
import { log } from "./log";
import type { Settings } from "./settings";

export type ReportFacts = Omit<Report, "v" | "accountId" | "region" | "at" | "functionVersion">;

/** Tells the application to look; that nobody hears it is a line in the log and nothing more. */
export async function sendReport(
  { settings, remainingMs }: Invocation,
  facts: ReportFacts,
  triesMax = TRIES_MAX,
): Promise<void> {
  const { callback } = settings;
  if (callback === null) return;
  const body = JSON.stringify(toReport(settings, facts));
  for (let count = 1; count <= triesMax && remainingMs() > 0; count++) {
    const answer = await post(callback, body, Math.min(TIMEOUT_MS, remainingMs()));
    if (answer.heard) return;
    log("warn", "The report was not heard", { type: facts.type, try: count, why: answer.why });
    if (answer.final || count === triesMax) return;
    const pauseMs = Math.max(PAUSE_MS * 3 ** (count - 1), answer.waitMs);
    await pause(Math.min(pauseMs, remainingMs()));
  }
}

function toReport(settings: Settings, { code, message, ...facts }: ReportFacts): Report {
  return {
    v: 1,
    accountId: settings.accountId,
    region: settings.region,
    at: new Date().toISOString(),
    functionVersion: settings.version,
    ...facts,
    ...(code === undefined ? {} : { code: code.slice(0, REPORT_CODE_CHARACTERS_MAX) }),
    ...(message === undefined ? {} : { message: message.slice(0, REPORT_MESSAGE_CHARACTERS_MAX) }),
  };
}

type Answer =
  | { heard: true }
  /** `waitMs`: it asks to be left alone for so long. */
  | { heard: false; final: boolean; waitMs: number; why: string };

async function post(
  { url, placeId, key }: NonNullable<Settings["callback"]>,
  body: string,
  timeoutMs: number,
): Promise<Answer> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = randomBytes(16).toString("hex");
  try {
    const { ok, status, headers } = await fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "content-type": "application/json",
        [CALLBACK_HEADERS.key]: placeId,
        [CALLBACK_HEADERS.timestamp]: timestamp,
        [CALLBACK_HEADERS.nonce]: nonce,
        [CALLBACK_HEADERS.signature]: signReport(key, { timestamp, nonce, body }),
      },
    });
    if (ok) return { heard: true };
    const final = status < 500 && !LATER.has(status);
    return { heard: false, final, waitMs: waitOf(headers), why: `HTTP ${status}` };
  } catch (error) {
    const why = error instanceof Error ? error.name : "unknown";
    return { heard: false, final: false, waitMs: 0, why };
  }
}

/** Those who are told to wait come back at different times. */
function waitOf(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? 0);
  return seconds > 0 ? Math.min(seconds * 1_000 * (1 + Math.random() / 2), WAIT_MS_MAX) : 0;
}

/** Request timeout, too many requests. */
const LATER: ReadonlySet<number> = new Set([408, 429]);
const WAIT_MS_MAX = 20_000;

const TRIES_MAX = 3;
const PAUSE_MS = 1_000;
const TIMEOUT_MS = 5_000;
