import { SECOND, type EpochMs } from "../clock";
import type { Vault } from "../crypto";
import type { ChannelKind } from "../db/schema/constants";
import {
  assertNever,
  InternalError,
  openNamed,
  PreconditionFailedError,
  ServiceError,
  UpstreamError,
} from "../errors";
import type { Outbound } from "../outbound/outbound";
import { sendAccepted } from "../outbound/send-request";
import { ChannelSecret, channelSecretPlace, EmailConfig } from "./channel-config";
import type { ChannelMessage } from "./message";
import { escapeSlack, toSubject, toText } from "./message-text.pure";
import { sendEmail } from "./send-email";
import { signWebhook } from "./sign-webhook";

export interface SendableChannel {
  id: string;
  kind: ChannelKind;
  config: Record<string, unknown>;
  secret: string | null;
}

export interface SendParts {
  vault: Vault;
  outbound: Outbound;
  now: EpochMs;
}

/**
 * The one place where a channel's secret is opened. Answers with what the server said; an
 * UpstreamError says why it did not get through, without the secret.
 */
export async function sendToChannel(
  parts: SendParts,
  channel: SendableChannel,
  message: ChannelMessage,
): Promise<string> {
  const secret = openSecret(parts.vault, channel);
  try {
    return hide(await send(parts, { channel, secret, message }), secret);
  } catch (error) {
    throw withoutSecret(error, secret);
  }
}

async function send(
  { outbound, now }: SendParts,
  input: { channel: SendableChannel; secret: ChannelSecret; message: ChannelMessage },
): Promise<string> {
  const { channel, secret, message } = input;
  switch (channel.kind) {
    case "email": {
      const config = EmailConfig.parse(channel.config);
      return sendEmail(outbound, { config, secret, message });
    }
    case "slack": {
      const text = escapeSlack(`*${toSubject(message)}*\n${toText(message)}`);
      return post(outbound, { url: requireUrl(secret), body: JSON.stringify({ text }) });
    }
    case "webhook": {
      const body = JSON.stringify(message);
      const timestamp = Math.floor(now / SECOND);
      const headers = {
        "X-AMIVault-Delivery": message.id,
        "X-AMIVault-Event": message.event,
        "X-AMIVault-Timestamp": String(timestamp),
        "X-AMIVault-Signature": signWebhook(secret.signingKey ?? "", { timestamp, body }),
      };
      return post(outbound, { url: requireUrl(secret), body, headers });
    }
    case "heartbeat": {
      const url = requireUrl(secret);
      const { status } = await sendAccepted(outbound, { method: "GET", url });
      return `${new URL(url).host} answered ${status}.`;
    }
    default:
      return assertNever(channel.kind);
  }
}

async function post(
  outbound: Outbound,
  call: { url: string; body: string; headers?: Record<string, string> },
): Promise<string> {
  const headers = { "Content-Type": "application/json", ...call.headers };
  const { url, body } = call;
  const { status, text } = await sendAccepted(outbound, { method: "POST", url, body, headers });
  const said = text.trim().slice(0, 200);
  return `${new URL(url).host} answered ${status}${said === "" ? "." : `: ${said}`}`;
}

/**
 * Changes some of the secret and keeps the rest, which stays in this file. One that is given whole is
 * taken whatever became of the one before.
 */
export function resealChannelSecret(
  vault: Vault,
  channel: Pick<SendableChannel, "id" | "kind" | "secret">,
  changes: ChannelSecret,
): string {
  const isWhole = SECRET_PARTS[channel.kind].every((part) => changes[part] !== undefined);
  const secret = isWhole ? changes : { ...openSecret(vault, channel), ...changes };
  return vault.seal(JSON.stringify(secret), channelSecretPlace(channel.id));
}

const SECRET_PARTS: Readonly<Record<ChannelKind, ReadonlyArray<keyof ChannelSecret>>> = {
  email: ["password"],
  slack: ["url"],
  webhook: ["url", "signingKey"],
  heartbeat: ["url"],
};

const UNREADABLE = {
  what: "The secret of this channel",
  besides: "What is secret of it can be given again, all of it at once.",
};

function openSecret(
  vault: Vault,
  { id, secret }: Pick<SendableChannel, "id" | "secret">,
): ChannelSecret {
  if (secret === null) return {};
  const text = openNamed(UNREADABLE, () => vault.open(secret, channelSecretPlace(id)));
  const opened = ChannelSecret.safeParse(toJson(text));
  if (!opened.success) throw new InternalError("The channel's secret cannot be read.");
  return opened.data;
}

/** The parser's own error would quote the secret. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function requireUrl({ url }: ChannelSecret): string {
  if (url !== undefined) return url;
  throw new PreconditionFailedError("The channel has no URL any more.", {
    suggestion: "Its secret was lost with its key: enter the URL again.",
  });
}

function withoutSecret(error: unknown, secret: ChannelSecret): unknown {
  if (!(error instanceof ServiceError)) return error;
  const message = hide(error.message, secret);
  if (message === error.message) return error;
  return new UpstreamError(message, { reason: error.reason ?? error.code });
}

/** A server may repeat what it was sent. */
function hide(text: string, secret: ChannelSecret): string {
  const hidden = [secret.password, secret.signingKey, ...tokensOf(secret.url)];
  const parts = hidden.filter((part): part is string => part !== undefined && part.length > 3);
  return parts.reduce((shown, part) => shown.replaceAll(part, "…"), text);
}

function tokensOf(url: string | undefined): string[] {
  if (url === undefined) return [];
  const { pathname, search } = new URL(url);
  return [url, `${pathname}${search}`, ...pathname.split("/"), search];
}
