import { PATIENCE_CODES, THROTTLE_CODES } from "#lib/aws/aws-codes.pure";
import { IMAGE_TAGS } from "./contract/image-tags.pure";

/** Ends the invocation as an error, so that Lambda counts it and tries again. */
export class BackupFailed extends Error {
  override name = "BackupFailed";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** AWS asks to wait, for a token or for a snapshot, and nothing happened. */
export function isLater(error: unknown): boolean {
  const code = codeOf(error);
  return statusOf(error) !== null && (THROTTLE_CODES.has(code) || PATIENCE_CODES.has(code));
}

/** By its refusal the SDK has learnt what time it is at AWS: the next signature may do. */
export function isClockCorrected(error: unknown): boolean {
  return Reflect.get(metadataOf(error), "clockSkewCorrected") === true;
}

/** Whether AWS may have acted although its answer was no image. */
export function isUnclear(error: unknown): boolean {
  const status = statusOf(error);
  if (status === null) return true;
  return (status >= 500 || status < 400) && !isLater(error);
}

/** AWS's word, or node's for a connection that broke. */
export function codeOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), "code");
  if (statusOf(error) === null && typeof code === "string") return code;
  return error instanceof Error ? error.name : "Unknown";
}

export function toFailure(error: unknown, instanceId: string): BackupFailed {
  if (error instanceof BackupFailed) return error;
  const code = codeOf(error);
  return new BackupFailed(code, `${adviceOf(code, instanceId)}${wordsOf(error)}`);
}

function adviceOf(code: string, instanceId: string): string {
  if (code !== "UnauthorizedOperation") return "";
  return (
    `The function may not make an image of ${instanceId}. It may of instances that carry the tag ` +
    `${IMAGE_TAGS.protect}: repair the instance's schedule in AMIVault, which sets the tag and the role's policy. `
  );
}

function wordsOf(error: unknown): string {
  const code = codeOf(error);
  // With a bad signature AWS repeats what was signed, the session token included.
  if (/Signature|AuthFailure/.test(code)) return `AWS did not believe the signature (${code}).`;
  const words = error instanceof Error ? error.message : String(error);
  return statusOf(error) === null ? `AWS's answer was not heard: ${words}` : `AWS: ${words}`;
}

function statusOf(error: unknown): number | null {
  const status: unknown = Reflect.get(metadataOf(error), "httpStatusCode");
  return error instanceof Error && "$fault" in error && typeof status === "number" ? status : null;
}

function metadataOf(error: unknown): object {
  return Object(Reflect.get(Object(error), "$metadata"));
}
