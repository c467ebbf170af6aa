import { z } from "zod";
import { CHANNEL_KINDS } from "../db/schema/constants";
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

/** What the server answered to a test. */
export const ChannelTestDto = z.object({
  ok: z.boolean(),
  message: z.string(),
  suggestion: z.string().nullable(),
  /** The error's code; null when it worked. */
  code: z.string().nullable(),
});
export type ChannelTestDto = z.infer<typeof ChannelTestDto>;
