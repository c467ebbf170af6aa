import type { Context } from "../context";
import { installationHash } from "../eventbridge/installation-hash";
import { logGroupName } from "../eventbridge/names.pure";
import { logConsoleUrl } from "./console-links.pure";

/** The log of AWS's function of a place, in AWS's console. */
export function functionLogUrl(
  ctx: Context,
  place: { region: string; partition: string },
): string | null {
  const groupName = logGroupName(installationHash(ctx.runtime.config.installationId));
  return logConsoleUrl({ groupName, ...place });
}
