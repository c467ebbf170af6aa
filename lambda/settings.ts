import type { FunctionEnvironment } from "./contract/firing";

export interface Settings {
  installationId: string;
  accountId: string;
  region: string;
  /** Something else stands in for AWS. */
  isEmulated: boolean;
  version: string;
  /** Null: nobody is told. */
  callback: { url: string; placeId: string; key: Buffer } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Name = keyof FunctionEnvironment | "AWS_DEFAULT_REGION";

/** Read once, at the cold start; an error names the variable. */
export function readSettings(env: Environment = process.env): Settings {
  const accountId = requireText(env, "AMIVAULT_ACCOUNT_ID");
  if (!/^\d{12}$/.test(accountId)) throw new Error("AMIVAULT_ACCOUNT_ID is not 12 digits.");
  return {
    installationId: requireText(env, "AMIVAULT_INSTALLATION_ID"),
    accountId,
    // Lambda sets both.
    region: env["AWS_REGION"]?.trim() || requireText(env, "AWS_DEFAULT_REGION"),
    isEmulated: Boolean(env["AWS_ENDPOINT_URL"] ?? env["AWS_ENDPOINT_URL_EC2"]),
    version: requireText(env, "AMIVAULT_FUNCTION_VERSION"),
    callback: readCallback(env),
  };
}

function readCallback(env: Environment): Settings["callback"] {
  const url = env["AMIVAULT_CALLBACK_URL"]?.trim();
  if (!url) return null;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new Error("AMIVAULT_CALLBACK_URL is not an http or https URL.");
  }
  const key = Buffer.from(requireText(env, "AMIVAULT_CALLBACK_KEY"), "base64");
  if (key.length !== KEY_BYTES) {
    throw new Error(`AMIVAULT_CALLBACK_KEY is not base64 of ${KEY_BYTES} bytes.`);
  }
  return { url, placeId: requireText(env, "AMIVAULT_PLACE_ID"), key };
}

function requireText(env: Environment, name: Name): string {
  const text = env[name]?.trim();
  if (!text) throw new Error(`${name} is not set in the function's environment.`);
  return text;
}

const KEY_BYTES = 32;
