/** Called by Next once, before the first request. */
export async function register(): Promise<void> {
  const { stampPeerAddresses } = await import("#lib/web/stamp-peer");
  stampPeerAddresses();
}

export { logRequestError as onRequestError } from "#lib/web/log-request-error";
