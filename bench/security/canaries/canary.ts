import { randomBytes } from "node:crypto";

/** A secret that can be recognised wherever it comes up again. */
export interface Canary {
  /** What it was planted as, for the report; never the secret. */
  what: string;
  value: string;
}

const HALF_MIN = 8;

/** Letters and digits alone, so that every encoding of it is one of `formsOf`. */
export function newCanary(what: string, length = 40): Canary {
  const letters = randomBytes(length * 2)
    .toString("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "");
  return { what, value: letters.slice(0, length) };
}

/** Every way to write it that a search would have to find: as bytes. */
export function formsOf(value: string): Map<string, Buffer> {
  const bytes = Buffer.from(value, "utf8");
  const forms = new Map<string, Buffer>();
  const add = (form: string, text: string): void => {
    const isNew = ![...forms.values()].some((known) => known.equals(Buffer.from(text)));
    if (isNew) forms.set(form, Buffer.from(text));
  };
  add("as it is", value);
  add("for a URL", encodeURIComponent(value));
  add("in JSON", JSON.stringify(value).slice(1, -1));
  add("in JSON in JSON", JSON.stringify(JSON.stringify(value)).slice(3, -3));
  add(
    "in HTML",
    value.replaceAll("&", "&amp;").replaceAll("=", "&#x3D;").replaceAll("/", "&#x2F;"),
  );
  add("hex", bytes.toString("hex"));
  add("HEX", bytes.toString("hex").toUpperCase());
  for (const encoding of ["base64", "base64url"] as const) {
    for (const shift of [0, 1, 2])
      add(`${encoding}, moved by ${shift}`, innerBase64(bytes, { encoding, shift }));
  }
  forms.set("UTF-16", Buffer.from(value, "utf16le"));
  const half = Math.floor(value.length / 2);
  if (half >= HALF_MIN) {
    add("its first half", value.slice(0, half));
    add("its second half", value.slice(-half));
  }
  return forms;
}

/** The characters that are the same whatever stands before and after it. */
function innerBase64(
  bytes: Buffer,
  { encoding, shift }: { encoding: "base64" | "base64url"; shift: number },
): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString(encoding)
    .replaceAll("=", "");
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((shift * 8) / 6), whole);
}
