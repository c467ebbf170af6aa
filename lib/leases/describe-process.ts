import os from "node:os";
import type { Mode } from "../config";

/** Which of an installation's processes this is, for people. */
export function describeProcess(mode: Mode): string {
  return `${mode} on ${os.hostname()}, process ${process.pid}`;
}
