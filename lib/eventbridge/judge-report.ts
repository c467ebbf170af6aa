import { Report } from "#lambda/contract/firing";
import { CALLBACK_HEADERS, verifySignature } from "#lambda/contract/signature";
import { MINUTE } from "../clock";
import type { Runtime } from "../runtime";
import { acceptedKeys } from "./callback-key";
import { SELF_TEST_KEY_ID, selfTestKey } from "./self-test";
import { findReportingPlace, isNonceUsed, type ReportingPlace } from "./reports.repo";

/** As it came over the network, from anybody. */
export interface RawReport {
  headers: Headers;
  body: string;
}

export type Refusal =
  | "incomplete"
  | "stale"
  | "unknown_key"
  | "forged"
  | "unreadable"
  | "elsewhere"
  | "replayed"
  | "too_many";

export type Judged =
  | { ok: true; place: null }
  | { ok: true; place: ReportingPlace; nonce: string; report: Report }
  | { ok: false; why: Refusal };

/** How far a report's clock may be off. Nonces are kept for longer than twice this. */
const CLOCK_MS_MAX = 5 * MINUTE;

/**
 * Whether a report is a place's own, and a new one; without a place it is the installation's own test.
 * Reads a row or two, and writes nothing.
 */
export async function judgeReport(
  { clock, config, db, vault }: Runtime,
  { headers, body }: RawReport,
): Promise<Judged> {
  const signed = readHeaders(headers);
  if (!signed) return refuse("incomplete");
  const { placeId, timestamp, nonce, signature } = signed;
  const now = clock.now();
  if (Math.abs(now - Number(timestamp) * 1_000) > CLOCK_MS_MAX) return refuse("stale");
  if (placeId === SELF_TEST_KEY_ID) {
    const isOurs = verifySignature(selfTestKey(config), { timestamp, nonce, body, signature });
    return isOurs ? { ok: true, place: null } : refuse("forged");
  }
  const place = await findReportingPlace(db.read, placeId);
  if (!place) return refuse("unknown_key");
  const isSigned = acceptedKeys(vault, place, now).some((key) =>
    verifySignature(key, { timestamp, nonce, body, signature }),
  );
  if (!isSigned) return refuse("forged");
  const report = readReport(body);
  if (!report) return refuse("unreadable");
  const isHere = report.accountId === place.accountId && report.region === place.region;
  if (!isHere) return refuse("elsewhere");
  if (await isNonceUsed(db.read, { placeId, nonce })) return refuse("replayed");
  return { ok: true, place, nonce, report };
}

function refuse(why: Refusal): Judged {
  return { ok: false, why };
}

/** Null where one is missing or cannot be ours. */
function readHeaders(headers: Headers) {
  const read = (name: keyof typeof SHAPES) => {
    const text = headers.get(CALLBACK_HEADERS[name]);
    return text !== null && SHAPES[name].test(text) ? text : null;
  };
  const [placeId, timestamp] = [read("key"), read("timestamp")];
  const [nonce, signature] = [read("nonce"), read("signature")];
  if (placeId === null || timestamp === null || nonce === null || signature === null) return null;
  return { placeId, timestamp, nonce, signature };
}

const SHAPES = {
  key: /^[a-z]{3,4}_[0-9a-z]{1,60}$/,
  timestamp: /^\d{1,12}$/,
  nonce: /^[0-9a-f]{32}$/,
  signature: /^v1=[0-9a-f]{64}$/,
} as const;

function readReport(body: string): Report | null {
  try {
    return Report.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}
