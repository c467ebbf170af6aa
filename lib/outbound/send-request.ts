import http from "node:http";
import https from "node:https";
import { UpstreamError } from "../errors";
import { explainNetworkError } from "./explain-network-error";
import { checkedLookup, requireAllowedLiteral, type Outbound } from "./outbound";

export interface OutboundRequest {
  method: "GET" | "POST";
  /** http or https; its path may be a secret and stands in no message. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface OutboundAnswer {
  status: number;
  /** The beginning of the answer's body, at most 4 KiB. */
  text: string;
}

const ANSWER_BYTES_MAX = 4 * 1_024;

/** One connection, no redirect followed, a bounded answer; an UpstreamError says what went wrong. */
export async function sendRequest(
  outbound: Outbound,
  request: OutboundRequest,
): Promise<OutboundAnswer> {
  const url = new URL(request.url);
  requireAllowedLiteral(outbound, url.hostname);
  try {
    return await exchange(outbound, { ...request, url });
  } catch (error) {
    throw explainNetworkError(error, url.host);
  }
}

/** The same, and anything but a 2xx is an error. */
export async function sendAccepted(
  outbound: Outbound,
  request: OutboundRequest,
): Promise<OutboundAnswer> {
  const answer = await sendRequest(outbound, request);
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { host } = new URL(request.url);
  const redirected = answer.status >= 300 && answer.status < 400;
  const text = answer.text.trim().slice(0, 200);
  throw new UpstreamError(
    redirected
      ? `${host} answered ${answer.status}: redirects are not followed.`
      : `${host} answered ${answer.status}${text === "" ? "." : `: ${text}`}`,
    { reason: `Http${answer.status}` },
  );
}

function exchange(
  outbound: Outbound,
  { url, method, headers, body }: Omit<OutboundRequest, "url"> & { url: URL },
): Promise<OutboundAnswer> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      headers: { "User-Agent": "AMIVault", ...headers, ...lengthOf(body) },
      // A connection of its own: one from a pool would have been checked for another call.
      agent: false,
      lookup: checkedLookup(outbound),
      ...(outbound.ca === undefined ? {} : { ca: outbound.ca }),
    });
    const timer = setTimeout(
      () => call.destroy(new UpstreamError(tooSlow(url, outbound), { reason: "TimedOut" })),
      outbound.timeoutMs,
    );
    const end = (finish: () => void) => {
      clearTimeout(timer);
      finish();
      call.destroy();
    };
    call.on("error", (error) => end(() => reject(error)));
    call.on("response", (response) => {
      readBeginning(response).then(
        (text) => end(() => resolve({ status: response.statusCode ?? 0, text })),
        (error: unknown) => end(() => reject(error)),
      );
    });
    call.end(body);
  });
}

function tooSlow(url: URL, outbound: Outbound): string {
  return `${url.host} did not answer within ${Math.round(outbound.timeoutMs / 1_000)} s.`;
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
}

async function readBeginning(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString("utf8");
}
