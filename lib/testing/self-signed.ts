import { generateKeyPairSync, sign } from "node:crypto";

/**
 * A key and a certificate that vouches for itself, for servers that a test starts: DER by RFC 5280,
 * with one DNS name, valid from yesterday for two days.
 */
export function selfSignedCertificate(dnsName: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = sequence(set(sequence(oid(COMMON_NAME), utf8(dnsName))));
  const day = 24 * 60 * 60 * 1_000;
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const certificate = sequence(
    explicit(0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(utcTime(Date.now() - day), utcTime(Date.now() + day)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(subjectAltName(dnsName), isAuthority())),
  );
  const signature = sign("sha256", certificate, privateKey);
  const der = sequence(certificate, algorithm, tag(0x03, Buffer.from([0]), signature));
  const body = der.toString("base64").replace(/(.{64})/g, "$1\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
  };
}

const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];

function subjectAltName(dnsName: string): Buffer {
  const names = sequence(tag(0x82, Buffer.from(dnsName, "ascii")));
  return sequence(oid(SUBJECT_ALT_NAME), tag(0x04, names));
}

function isAuthority(): Buffer {
  const constraints = sequence(tag(0x01, Buffer.from([0xff])));
  return sequence(oid(BASIC_CONSTRAINTS), tag(0x01, Buffer.from([0xff])), tag(0x04, constraints));
}

function tag(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, ...lengthOf(body.length)]), body]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
}

const sequence = (...parts: readonly Uint8Array[]) => tag(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]) => tag(0x31, ...parts);
const explicit = (index: number, part: Uint8Array) => tag(0xa0 + index, part);
const integer = (value: number) => tag(0x02, Buffer.from([value]));
const oid = (bytes: readonly number[]) => tag(0x06, Buffer.from(bytes));
const utf8 = (text: string) => tag(0x0c, Buffer.from(text, "utf8"));

function utcTime(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return tag(0x17, Buffer.from(`${text}Z`, "ascii"));
}
