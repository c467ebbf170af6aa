import type { Config } from "../config";
import { mayBePlain } from "../outbound/may-be-plain";
import type { Runtime } from "../runtime";
import { readSetting } from "../settings/settings.repo";
import { toCallbackAddress, type CallbackAddress } from "./callback-address.pure";

/** Where the functions' reports go; null where there is no address to call. */
export async function readCallbackUrl({ config, db }: Runtime): Promise<string | null> {
  if (config.gatewayCallbackUrl !== undefined) return config.gatewayCallbackUrl;
  const set = await readSetting(db.read, "eventbridge.publicUrl");
  const address = set ?? defaultPublicUrl(config);
  if (address === null) return null;
  const found = callbackAddress(config, address);
  // One that was good when it was saved, and is not by today's environment, is not called.
  return found.ok ? found.url : null;
}

export function callbackAddress(
  { allowedPrivateTargets }: Pick<Config, "allowedPrivateTargets">,
  publicUrl: string,
): CallbackAddress {
  return toCallbackAddress(publicUrl, { mayBePlain: mayBePlain(allowedPrivateTargets) });
}

/** Where browsers reach the application; over http nobody in AWS would. */
function defaultPublicUrl({ publicUrl }: Pick<Config, "publicUrl">): string | null {
  return publicUrl?.startsWith("https:") ? publicUrl : null;
}
