import { z } from "zod";
import type { SealedPlace } from "../crypto";
import type { ChannelKind } from "../db/schema/constants";

export const TLS_MODES = ["starttls", "tls", "none"] as const;

/** What may be shown of a channel, by its kind. */
export const EmailConfig = z.object({
  host: z.string(),
  port: z.number().int(),
  /** STARTTLS demanded, TLS from the first byte, or neither. */
  tls: z.enum(TLS_MODES),
  from: z.string(),
  to: z.array(z.string()),
  username: z.string().nullable(),
});
export type EmailConfig = z.infer<typeof EmailConfig>;

/** The host of the URL; the rest of it may be a secret. */
export const UrlConfig = z.object({ host: z.string() });
export type UrlConfig = z.infer<typeof UrlConfig>;

/** What is sealed: the SMTP password, or the URL and what signs. */
export const ChannelSecret = z.object({
  password: z.string().optional(),
  url: z.string().optional(),
  signingKey: z.string().optional(),
});
export type ChannelSecret = z.infer<typeof ChannelSecret>;

export function channelSecretPlace(channelId: string): SealedPlace {
  return { table: "channels", column: "secret", rowId: channelId };
}

export function isTold(kind: ChannelKind): boolean {
  return kind !== "heartbeat";
}
