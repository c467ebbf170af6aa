import { createHash } from "node:crypto";
import type { LambdaFunction } from "../automation/model";
import type { World } from "../core/world";

const PREFIX = "/_functions/";
const LIFE_MS = 10 * 60_000;

export const isCodePath = (url: string): boolean => url.startsWith(PREFIX);

/** Where GetFunction sends for the zip: good for ten minutes of virtual time. */
export function codeUrl(of: { world: World; url: string; fn: LambdaFunction }): string {
  const until = of.world.now() + LIFE_MS;
  const path = `${PREFIX}${of.fn.arn}`;
  const signature = sign({ world: of.world, path, until });
  return `${of.url}${path}?X-Amz-Expires=${until}&X-Amz-Signature=${signature}`;
}

export function findCode({ world, url }: { world: World; url: string }): Buffer | undefined {
  const { pathname: path, searchParams } = new URL(url, "http://simulator");
  const until = Number(searchParams.get("X-Amz-Expires"));
  if (!(world.now() <= until)) return undefined;
  if (searchParams.get("X-Amz-Signature") !== sign({ world, path, until })) return undefined;
  const arn = path.slice(PREFIX.length);
  for (const there of world.automations.values()) {
    const fn = there.functionByArn(arn);
    if (fn !== undefined) return Buffer.from(fn.zip, "base64");
  }
  return undefined;
}

const sign = (of: { world: World; path: string; until: number }): string =>
  createHash("sha256").update(`${of.world.seed}#${of.path}#${of.until}`).digest("hex");
