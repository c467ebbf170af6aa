import { countAct } from "./acts-in-flight";
import { CSRF_HEADER, CSRF_META } from "#lib/web/csrf-names";

/**
 * Everything that scripts of a page send to change something goes through `fetch`, Next's server
 * actions too: here each is given the page's token, so that no call site can forget it.
 */
export function sendCsrfAlong(): void {
  const send = window.fetch;
  window.fetch = (input, init) => {
    const request = input instanceof Request ? input : null;
    const method = (init?.method ?? request?.method ?? "GET").toUpperCase();
    const url = new URL(request?.url ?? String(input), location.href);
    if (method === "GET" || method === "HEAD" || url.origin !== location.origin) {
      return send(input, init);
    }
    const headers = new Headers(init?.headers ?? request?.headers);
    headers.set(CSRF_HEADER, readPageToken());
    return countAct(send(input, { ...init, headers }));
  };
}

function readPageToken(): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${CSRF_META}"]`)?.content ?? "";
}
