import { isPlainFlight } from "./flight-text.pure";
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
  if (/^text\/plain\b/i.test(type) && request.headers.has("next-action")) {
    const text = await readText(request, ACTION_BYTES_MAX);
    if (!isPlainFlight(text) || !text.trimStart().startsWith("[")) throw malformed();
    return;
  }
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new WebError({
      status: 415,
      code: "unsupported_media_type",
      message: "A page takes its own forms, and nothing else.",
      suggestion: "Scripts use the API: GET /api/openapi.json describes it.",
    });
  }
  requireFormParts(await readForm(request, type), request.headers.has("next-action"));
}

async function readForm(request: Request, type: string): Promise<FormData> {
  const text = await readText(request, ACTION_BYTES_MAX);
  try {
    return await new Response(text, { headers: { "content-type": type } }).formData();
  } catch {
    throw malformed();
  }
}

/** `isCall`: by a script of the page, so that the form is an argument: its fields begin with `_1_`. */
function requireFormParts(form: FormData, isCall: boolean): void {
  const parts = [...form];
  if (parts.length > FIELDS_MAX) throw malformed();
  if (parts.some(([, value]) => typeof value !== "string")) throw malformed();
  if (!(isCall ? isCallForm(form) : isPlainForm(form))) throw malformed();
}

function isCallForm(form: FormData): boolean {
  const names = [...form.keys()].filter((name) => !name.startsWith("_1_"));
  return names.length === 1 && isPlainFlight(textOf(form, "0"), ["$K1"]);
}

/** As a form without JavaScript names its action, and what the action answered before. */
function isPlainForm(form: FormData): boolean {
  const named = [...form.keys()].filter((name) => name.startsWith("$ACTION_"));
  if (named.length === 0) return true;
  const number = /^\$ACTION_REF_(\d{1,6})$/.exec(named[0] ?? "")?.[1];
  if (number === undefined) return named.length === 1 && ACTION_ID.test(named[0] ?? "");
  const [action, before] = [`$ACTION_${number}:0`, `$ACTION_${number}:1`];
  const known = new Set([named[0], action, before, "$ACTION_KEY"]);
  return (
    named.every((name) => known.has(name)) &&
    ACTION_REFERENCE.test(textOf(form, action)) &&
    textOf(form, before).startsWith("[") &&
    isPlainFlight(textOf(form, before))
  );
}

const ACTION_ID = /^\$ACTION_ID_[0-9a-f]{42}$/;
const ACTION_REFERENCE = /^\{"id":"[0-9a-f]{42}","bound":"\$@1"\}$/;

/** Of a name that stands once. */
function textOf(form: FormData, name: string): string {
  const [text, ...more] = form.getAll(name);
  return typeof text === "string" && more.length === 0 ? text : "";
}

function malformed(): WebError {
  return new WebError({
    status: 400,
    code: "malformed_action",
    message: "This is not what a page of this application sends.",
    suggestion: "Reload the page and try again.",
  });
}
