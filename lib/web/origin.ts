import type { Config } from "../config";
import { WebError } from "./web-error";

type OriginConfig = Pick<Config, "publicUrl" | "trustedProxies">;

/** Whether browsers reach us by TLS, as the configuration or a trusted proxy says. */
export function isSecure(config: OriginConfig, headers: Headers): boolean {
  if (config.publicUrl?.startsWith("https:")) return true;
  return config.trustedProxies > 0 && lastOf(headers, "x-forwarded-proto") === "https";
}

/**
 * A request that changes something and carries a cookie must come from our own pages: the
 * browser's word (Sec-Fetch-Site), and Origin against the host it was sent to.
 */
export function requireSameOrigin(config: OriginConfig, headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const sameSite = site === null || site === "same-origin";
  const sameOrigin =
    origin === null ? site === "same-origin" : isOwnOrigin(config, headers, origin);
  if (sameSite && sameOrigin) return;
  throw new WebError({
    status: 403,
    code: "cross_site_request",
    message: "This request did not come from a page of this application.",
    suggestion: "Scripts sign in at /api/login and send `Authorization: Bearer <token>`.",
  });
}

function isOwnOrigin(config: OriginConfig, headers: Headers, origin: string): boolean {
  const host = hostOf(origin);
  if (host === null) return false;
  if (config.publicUrl && hostOf(config.publicUrl) === host) return true;
  if (headers.get("host") === host) return true;
  return config.trustedProxies > 0 && lastOf(headers, "x-forwarded-host") === host;
}

/** What people call this installation, without its port where that is the usual one. */
export function ownHost(config: OriginConfig, headers: Headers): string {
  const configured = config.publicUrl === undefined ? null : hostOf(config.publicUrl);
  return configured ?? headers.get("host") ?? "";
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host || null : null;
}

/** The entry the proxy next to us wrote. */
function lastOf(headers: Headers, name: string): string | null {
  return headers.get(name)?.split(",").at(-1)?.trim() ?? null;
}
