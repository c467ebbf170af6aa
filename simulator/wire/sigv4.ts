import { createHash, createHmac } from "node:crypto";
import { header, type WireRequest } from "./http";

export interface Authorization {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** When it was signed, epoch milliseconds. */
  signedAt: number;
  amzDate: string;
  sessionToken?: string | undefined;
}

/** What is wrong with a signature before any key is looked at. */
export class SignatureForm extends Error {
  readonly missing: boolean;
  constructor(message: string, { missing = false } = {}) {
    super(message);
    this.missing = missing;
  }
}

const ALGORITHM = "AWS4-HMAC-SHA256";

export function readAuthorization(request: WireRequest): Authorization {
  const value = header(request, "authorization");
  if (value === undefined) throw new SignatureForm("", { missing: true });
  if (!value.startsWith(`${ALGORITHM} `)) {
    throw new SignatureForm(`Unsupported AWS 'algorithm': '${value.split(" ")[0]}'`);
  }
  const parts = new Map(
    value
      .slice(ALGORITHM.length + 1)
      .split(",")
      .map((part) => splitOnce(part.trim())),
  );
  const [credential, signedHeaders, signature] = ["Credential", "SignedHeaders", "Signature"].map(
    (name) => {
      const part = parts.get(name);
      if (part === undefined) {
        throw new SignatureForm(`Authorization header requires '${name}' parameter.`);
      }
      return part;
    },
  );
  const scope = (credential ?? "").split("/");
  const [accessKeyId = "", date = "", region = "", service = "", terminator] = scope;
  if (scope.length !== 5 || terminator !== "aws4_request") {
    throw new SignatureForm(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
    );
  }
  const amzDate = header(request, "x-amz-date") ?? toAmzDate(header(request, "date"));
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: (signedHeaders ?? "").split(";"),
    signature: signature ?? "",
    amzDate,
    signedAt: parseAmzDate(amzDate),
    sessionToken: header(request, "x-amz-security-token"),
  };
}

export interface ToVerify {
  request: WireRequest;
  authorization: Authorization;
  secretAccessKey: string;
}

export function signatureMatches({ request, authorization, secretAccessKey }: ToVerify): boolean {
  const { signedHeaders, date, amzDate, region, service } = authorization;
  if (!signedHeaders.includes("host") || !amzDate.startsWith(date)) return false;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest({ request, signedHeaders });
  const toSign = `${ALGORITHM}\n${amzDate}\n${scope}\n${sha256(canonical)}`;
  const key = signingKey({ secretAccessKey, date, region, service });
  return createHmac("sha256", key).update(toSign).digest("hex") === authorization.signature;
}

function canonicalRequest(input: { request: WireRequest; signedHeaders: string[] }): string {
  const { request, signedHeaders } = input;
  const headers = signedHeaders
    .map((name) => `${name}:${(header(request, name) ?? "").trim().replaceAll(/ +/g, " ")}\n`)
    .join("");
  return [
    request.method,
    request.path === "/" ? "/" : request.path.split("/").map(encode).join("/"),
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
}

/** The path is encoded once more than it travels, as every service but S3 wants it. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name, value] = splitOnce(pair);
      return `${encode(unescape(name))}=${encode(unescape(value))}`;
    })
    .toSorted()
    .join("&");
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

const signingKeys = new Map<string, Buffer>();
const SIGNING_KEYS_MAX = 1000;

function signingKey(of: {
  secretAccessKey: string;
  date: string;
  region: string;
  service: string;
}): Buffer {
  const name = `${of.secretAccessKey}/${of.date}/${of.region}/${of.service}`;
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  let key: string | Buffer = `AWS4${of.secretAccessKey}`;
  for (const part of [of.date, of.region, of.service, "aws4_request"]) {
    key = createHmac("sha256", key).update(part).digest();
  }
  if (signingKeys.size >= SIGNING_KEYS_MAX) signingKeys.clear();
  signingKeys.set(name, Buffer.from(key));
  return Buffer.from(key);
}

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

function splitOnce(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function toAmzDate(date: string | undefined): string {
  const at = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) {
    throw new SignatureForm(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

function parseAmzDate(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const at =
    parts === null
      ? Number.NaN
      : Date.parse(text.replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"));
  if (Number.isNaN(at))
    throw new SignatureForm(`Date must be in ISO-8601 'basic format'. Got '${text}'.`);
  return at;
}
