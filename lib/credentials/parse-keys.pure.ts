export interface PastedKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** ISO; empty where it is not said. */
  expiresAt: string;
}

const NAMES: ReadonlyArray<[keyof PastedKeys, RegExp]> = [
  ["accessKeyId", /^(aws_)?access_?key_?id$/i],
  ["secretAccessKey", /^(aws_)?secret_?access_?key$/i],
  ["sessionToken", /^(aws_)?session_?token$/i],
  ["expiresAt", /^(aws_credential_)?expiration$/i],
];
/** `export NAME="value"`, `$env:NAME = 'value'`, `set NAME=value`, and a line of a shared file. */
const LINE = /^\s*(?:export\s+|set\s+|\$env:)?(\w+)\s*=\s*["']?([^"'\s]+)["']?;?\s*$/i;

/**
 * What `aws configure export-credentials`, STS or a sign-on page gives to copy, taken apart; null
 * where no access key and secret are in it.
 */
export function parseKeys(text: string): PastedKeys | null {
  const keys: PastedKeys = {
    accessKeyId: "",
    secretAccessKey: "",
    sessionToken: "",
    expiresAt: "",
  };
  for (const [name, value] of fromJson(text) ?? fromLines(text)) {
    const known = NAMES.find(([, form]) => form.test(name));
    if (known) keys[known[0]] = value;
  }
  return keys.accessKeyId === "" || keys.secretAccessKey === "" ? null : keys;
}

function fromJson(text: string): Array<[string, string]> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== "object") return null;
    const inner = "Credentials" in value ? value.Credentials : value;
    return Object.entries(inner ?? {}).flatMap(([name, each]): Array<[string, string]> =>
      typeof each === "string" ? [[name, each]] : [],
    );
  } catch {
    return null;
  }
}

function fromLines(text: string): Array<[string, string]> {
  return text.split(/\r?\n/).flatMap((line): Array<[string, string]> => {
    const [, name, value] = LINE.exec(line) ?? [];
    return name !== undefined && value !== undefined ? [[name, value]] : [];
  });
}
