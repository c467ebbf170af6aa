/**
 * An answer before it has a protocol: lists become `<item>`s (EC2), `<member>`s (Query) or JSON's
 * lists; a Date becomes ISO 8601 in XML and epoch seconds in JSON.
 */
export type WireValue =
  | string
  | number
  | boolean
  | Date
  | Uint8Array
  | WireObject
  | WireValue[]
  | undefined;
export interface WireObject {
  [name: string]: WireValue;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#xD;",
};

/** What XML 1.0 cannot carry: controls but tab and line ends, lone surrogates, non-characters. */
const UNSPEAKABLE = /[\p{Surrogate}\uFFFE\uFFFF]|(?![\t\n\r])[\p{Cc}](?<![\u0080-\u009F])/gu;

export function escapeXml(text: string): string {
  if (/^[\w .:/=+@,()[\]-]*$/.test(text)) return text;
  return text
    .replaceAll(UNSPEAKABLE, "\ufffd")
    .replaceAll(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}

export function toXml({ value, item }: { value: WireObject; item: string }): string {
  return writeObject("", value, item);
}

/** One text that grows: building each element by itself costs a page of a thousand twice as much. */
function writeObject(before: string, value: WireObject, item: string): string {
  let xml = before;
  for (const name in value) xml = writeElement(xml, { name, value: value[name], item });
  return xml;
}

function writeElement(
  before: string,
  { name, value, item }: { name: string; value: WireValue; item: string },
): string {
  if (value === undefined) return before;
  if (typeof value === "string") return `${before}<${name}>${escapeXml(value)}</${name}>`;
  if (typeof value !== "object") return `${before}<${name}>${value}</${name}>`;
  if (value instanceof Date) {
    return `${before}<${name}>${value.toISOString().replace(".000", "")}</${name}>`;
  }
  if (value instanceof Uint8Array) {
    return `${before}<${name}>${Buffer.from(value).toString("base64")}</${name}>`;
  }
  if (!Array.isArray(value)) return `${writeObject(`${before}<${name}>`, value, item)}</${name}>`;
  if (value.length === 0) return `${before}<${name}/>`;
  let xml = `${before}<${name}>`;
  for (const entry of value) xml = writeElement(xml, { name: item, value: entry, item });
  return `${xml}</${name}>`;
}
