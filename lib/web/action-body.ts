import { isPlainFlight } from "./flight-text.pure";
import { readFormParts, type FormPart } from "./form-parts.pure";
import { readText } from "./read-input";
import { WebError } from "./web-error";

/** The largest form is far below it; uploads there are none. */
export const ACTION_BYTES_MAX = 256 * 1024;
const FIELDS_MAX = 500;

/**
 * Before Next sees it: a POST to a page is a server action, and its body is what React's decoder
 * takes. At anything else Next answers 500. Throws WebError.
 */
export async function requireActionBody(request: Request): Promise<void> {
  const type = request.headers.get("content-type") ?? "";
  const action = request.headers.get("next-action");
  if (action !== null && !/^[0-9a-f]{42}$/.test(action)) throw malformed();
  if (/^text\/plain(?:;|$)/i.test(type) && action !== null) {
    const text = await readText(request, ACTION_BYTES_MAX);
    if (!isPlainFlight(text) || !text.trimStart().startsWith("[")) throw malformed();
    return;
  }
  // As Next compares it: with another case it would read a form as the text of a call.
  if (!/^multipart\/form-data\b/.test(type)) {
    throw new WebError({
      status: 415,
      code: "unsupported_media_type",
      message: "A page takes its own forms, and nothing else.",
      suggestion: "Scripts use the API: GET /api/openapi.json describes it.",
    });
  }
  const parts = readFormParts(await readText(request, ACTION_BYTES_MAX), type);
  if (parts === null || parts.length > FIELDS_MAX) throw malformed();
  if (!(action === null ? isPlainForm(parts) : isCallForm(parts))) throw malformed();
}

/** By a script of the page, so that the form is an argument: its fields begin with `_1_`. */
function isCallForm(parts: readonly FormPart[]): boolean {
  const own = parts.filter(({ name }) => !name.startsWith("_1_"));
  return own.length === 1 && isPlainFlight(textOf(parts, "0"), ["$K1"]);
}

/** As a form without JavaScript names its action, and what the action answered before. */
function isPlainForm(parts: readonly FormPart[]): boolean {
  const named = parts.map(({ name }) => name).filter((name) => name.startsWith("$ACTION_"));
  const number = /^\$ACTION_REF_(\d{1,6})$/.exec(named[0] ?? "")?.[1];
  if (number === undefined) return named.length === 1 && ACTION_ID.test(named[0] ?? "");
  const [action, before] = [`$ACTION_${number}:0`, `$ACTION_${number}:1`];
  const known = new Set([named[0], action, before, "$ACTION_KEY"]);
  return (
    named.every((name) => known.has(name)) &&
    ACTION_REFERENCE.test(textOf(parts, action)) &&
    textOf(parts, before).startsWith("[") &&
    isPlainFlight(textOf(parts, before))
  );
}

const ACTION_ID = /^\$ACTION_ID_[0-9a-f]{42}$/;
const ACTION_REFERENCE = /^\{"id":"[0-9a-f]{42}","bound":"\$@1"\}$/;

/** Of a name that stands once. */
function textOf(parts: readonly FormPart[], wanted: string): string {
  const [found, ...more] = parts.filter(({ name }) => name === wanted);
  return found !== undefined && more.length === 0 ? found.value : "";
}

function malformed(): WebError {
  return new WebError({
    status: 400,
    code: "malformed_action",
    message: "This is not what a page of this application sends.",
    suggestion: "Reload the page and try again.",
  });
}
