import type { PolicyDocument } from "./scheduling";

/** IAM writes documents URL-encoded (RFC 3986), other services and emulators plainly; null for neither. */
export function readPolicy(text: string | undefined): PolicyDocument | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(
      text.trimStart().startsWith("{") ? text : decodeURIComponent(text),
    );
    return isDocument(value) ? value : null;
  } catch {
    return null;
  }
}

export function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
