import type { Runtime } from "../runtime";

/** Where the function's reports go; null where there is no address to call. */
export async function readCallbackUrl(_runtime: Runtime): Promise<string | null> {
  return null;
}
