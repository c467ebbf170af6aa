import { generateURI } from "otplib";
import QRCode from "qrcode";
import { STEP_SECONDS } from "./totp-secret";

/**
 * What an authenticator reads from the picture. The host is in the issuer's name, so that two
 * installations are two entries; a colon would end that name.
 */
export function otpauthUri(input: { secret: string; username: string; host: string }): string {
  const host = input.host.replace(/[^\p{L}\p{N}.-]+/gu, " ").trim();
  return generateURI({
    strategy: "totp",
    issuer: host === "" ? "AMIVault" : `AMIVault ${host}`,
    label: input.username,
    secret: input.secret,
    algorithm: "sha1",
    digits: 6,
    period: STEP_SECONDS,
  });
}

/** An SVG as a data: URI: black on white in either theme, because cameras expect that. */
export async function toQrCode(uri: string): Promise<string> {
  const svg = await QRCode.toString(uri, {
    type: "svg",
    errorCorrectionLevel: "M",
    margin: 4,
    color: { dark: "#000000ff", light: "#ffffffff" },
  });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
