export interface Verdict {
  /** The server failed, by its status or by its action's own word. */
  isError: boolean;
  /** Neither problem+json nor an answer with the headers that every one has. */
  isBare: boolean;
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
