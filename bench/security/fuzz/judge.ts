export interface Verdict {
  /** The server failed, by its status or by its action's own word. */
  isError: boolean;
  /** Neither problem+json nor an answer with the headers that every one has. */
  isBare: boolean;
  /** What it asked for looked at its input, or acted: nothing before that has refused it. */
  isReached: boolean;
  why: string;
}

const PAGE_HEADERS = ["content-security-policy", "x-content-type-options", "x-frame-options"];

export async function judgeAnswer(response: Response): Promise<Verdict> {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  const isStream = type.includes("event-stream");
  const text = isStream ? "" : await response.text();
  if (isStream) await response.body?.cancel();
  const failed = status >= 500 || text.includes('"error":{"code":"internal"');
  const missing = PAGE_HEADERS.filter((name) => !headers.has(name));
  const isProblem =
    status < 400 || type.startsWith("application/problem+json") || isPage(type, headers);
  return {
    isReached: isReached(status, text),
    isError: failed,
    isBare: missing.length > 0 || !isProblem,
    why: failed
      ? text.slice(0, 300)
      : `${type} without ${missing.join(", ") || "a problem"}: ${text.slice(0, 200)}`,
  };
}

/** Next's own words on an action it does not know, and an error page, are text of ours too. */
function isPage(type: string, headers: Headers): boolean {
  if (headers.has("x-nextjs-action-not-found")) return true;
  return /^text\/(?:html|x-component)/.test(type);
}

/** Said before a route or an action is: by methods, media types, doors, pages of before. */
const BEFORE: ReadonlySet<number> = new Set([301, 302, 307, 308, 400, 401, 403, 405, 413, 415]);
const DOORS =
  /"ok":false,"error":\{"code":"(?:unauthorized|forbidden|stale_page|cross_site_request|proof_required|\w+_required)"/;

function isReached(status: number, text: string): boolean {
  return !BEFORE.has(status) && !DOORS.test(text);
}
