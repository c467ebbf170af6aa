export interface FormPart {
  name: string;
  value: string;
}

const TYPE = /^multipart\/form-data; ?boundary=([\w'-]{1,70})$/;
const PART = /^\r\nContent-Disposition: form-data; name="([^"\\%\r\n]{1,200})"\r\n\r\n([^]*)$/;

/**
 * The text fields of a form exactly as browsers and React write them, or null for anything else: a file,
 * a part with a type, a character set or an encoding of its own, names with escapes, a second boundary.
 * All of that is read in one way by one decoder and in another way by the next.
 */
export function readFormParts(text: string, type: string): FormPart[] | null {
  const boundary = TYPE.exec(type)?.[1];
  if (boundary === undefined) return null;
  const [before, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`);
  const end = parts.pop();
  if (before !== "" || (end !== "--" && end !== "--\r\n")) return null;
  const read = parts.map(toPart);
  return read.every((part) => part !== null) ? read : null;
}

function toPart(text: string): FormPart | null {
  const [, name, value] = PART.exec(text) ?? [];
  return name === undefined || value === undefined ? null : { name, value };
}
