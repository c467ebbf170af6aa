import { z } from "zod";
import { CHANNEL_KINDS, DELIVERY_STATUSES } from "../db/schema/constants";
import { EmailConfig } from "./channel-config";

const Instant = z.iso.datetime();

/** Where alerts are told. Of its secrets only their presence is shown. */
export const ChannelDto = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  enabled: z.boolean(),
  /** 0 is told at once, each later step only while nobody acknowledged. */
  step: z.number().int(),
  /** Which alerts it is told of; what is left out is not asked. */
  rules: z.object({
    severities: z.array(z.string()).optional(),
    kinds: z.array(z.string()).optional(),
    accountRefs: z.array(z.string()).optional(),
  }),
  /** Its rules name accounts, too, that the caller may not see; those are left out. */
  hasOtherAccounts: z.boolean(),
  /** The host that is called, with its port where one was said. */
  host: z.string(),
  email: EmailConfig.nullable(),
  hasSecret: z.boolean(),
  lastSentAt: Instant.nullable(),
  /** Why the last try did not get through; null when it did. */
  lastError: z.string().nullable(),
  lastErrorAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type ChannelDto = z.infer<typeof ChannelDto>;

/** One thing that a channel was told, or is to be told. */
export const ChannelDeliveryDto = z.object({
  alertId: z.string(),
  /** The alert's. */
  title: z.string(),
  /** `opened`, `repeated`, `escalated` or `closed`. */
  event: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.number().int(),
  error: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
});
export type ChannelDeliveryDto = z.infer<typeof ChannelDeliveryDto>;

/** What the server answered to a test. */
export const ChannelTestDto = z.object({
  ok: z.boolean(),
  message: z.string(),
  suggestion: z.string().nullable(),
  /** The error's code; null when it worked. */
  code: z.string().nullable(),
});
export type ChannelTestDto = z.infer<typeof ChannelTestDto>;
