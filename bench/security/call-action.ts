import type { BuiltAction } from "./built-actions";

export interface ActionAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Of the action's own error, or null. */
  code: string | null;
}

/** As Next's own pages call it: the arguments as text, or a form in several parts. */
export async function callAction(
  url: string,
  action: BuiltAction,
  sent: { headers: Readonly<Record<string, string>>; input: unknown; raw?: BodyInit },
): Promise<ActionAnswer> {
  const encoded = action.isForm ? encodeForm(sent.input) : encodeArguments(sent.input);
  const body = sent.raw ?? encoded;
  const response = await fetch(new URL(action.path, url), {
    method: "POST",
    headers: {
      accept: "text/x-component",
      "next-action": action.id,
      ...(typeof body === "string" ? { "content-type": "text/plain;charset=UTF-8" } : {}),
      ...sent.headers,
    },
    body,
    redirect: "manual",
  });
  const text = await response.text();
  const code = /"ok":false,"error":\{"code":"([a-z_]+)"/.exec(text)?.[1] ?? null;
  return { status: response.status, headers: response.headers, text, code };
}

/** React's encoding of plain values; a text that begins with `$` would be a reference. */
export function encodeArguments(input: unknown): string {
  return JSON.stringify([input], (_key, value: unknown) =>
    typeof value === "string" && value.startsWith("$") ? `$${value}` : value,
  );
}

function encodeForm(input: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(Object(input))) {
    for (const each of [value].flat()) {
      form.append(`_1_${name}`, typeof each === "object" ? JSON.stringify(each) : String(each));
    }
  }
  form.append("0", '[null,"$K1"]');
  return form;
}
