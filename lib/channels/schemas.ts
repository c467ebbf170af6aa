import { z } from "zod";
import { instantCursorText, pageQuery } from "../paging";
import { ALERT_KINDS } from "../alerts/alert-kinds";
import { ALERT_SEVERITIES } from "../db/schema/constants";
import { TLS_MODES } from "./channel-config";

const NAME_LENGTH_MAX = 100;
const RECIPIENTS_MAX = 20;
export const STEP_MAX = 9;

function text(missing: string) {
  return z.string({ error: missing }).trim().min(1, { error: missing, abort: true });
}

const NO_CONTROLS = /^\P{Cc}*$/u;

const ChannelName = text("Give it a name.")
  .max(NAME_LENGTH_MAX, `Use at most ${NAME_LENGTH_MAX} characters.`)
  .regex(NO_CONTROLS, "Leave out line breaks and other control characters.");

const Host = text("Name the mail server.")
  .max(253)
  .regex(/^[A-Za-z0-9._:-]+$/, "Write the server's name or address alone, without a protocol.");

const Port = z.coerce.number({ error: "Say the port." }).int().min(1).max(65_535);

const Address = text("Write an e-mail address.").max(320).pipe(z.email("Write an e-mail address."));

/** A list, or a text with commas or line breaks between. */
const Recipients = z.preprocess(
  (value) =>
    typeof value === "string"
      ? value
          .split(/[\n,;]+/)
          .map((part) => part.trim())
          .filter((part) => part !== "")
      : value,
  z
    .array(Address)
    .min(1, "Name at least one recipient.")
    .max(RECIPIENTS_MAX, `Use at most ${RECIPIENTS_MAX} recipients.`),
);

const Url = text("Paste the URL.")
  .max(2_000)
  .pipe(z.url({ protocol: /^https?$/, error: "Paste a whole URL, with https:// or http://." }))
  // Looked at for what is no URL too: of a pipe, every part has its say.
  .refine((url) => !URL.canParse(url) || isAnonymous(new URL(url)), {
    error: "Leave out the user and the password: put a token into the path instead.",
  });

function isAnonymous({ username, password }: URL): boolean {
  return username === "" && password === "";
}

const SigningKey = text("Give the key that signs.")
  .min(16, "Use at least 16 characters.")
  .max(500)
  .regex(NO_CONTROLS, "Leave out line breaks and other control characters.");

const Username = z.string().trim().max(320).regex(NO_CONTROLS, "Leave out control characters.");
const Password = z.string().max(1_000);

const Rules = z.strictObject({
  severities: z.array(z.enum(ALERT_SEVERITIES)).max(ALERT_SEVERITIES.length).optional(),
  kinds: z.array(z.enum(ALERT_KINDS)).max(ALERT_KINDS.length).optional(),
  /** accounts.id; an alert that concerns the whole installation is told whatever is listed. */
  accountRefs: z.array(z.string().min(1).max(64)).max(500).optional(),
});

const Common = {
  name: ChannelName,
  enabled: z.boolean().default(true),
  /** 0 is told at once, each later step only while nobody acknowledged. */
  step: z.coerce.number().int().min(0).max(STEP_MAX).default(0),
  rules: Rules.default({}),
};

const EmailFields = z.strictObject({
  ...Common,
  kind: z.literal("email"),
  host: Host,
  port: Port,
  tls: z.enum(TLS_MODES, { error: "Choose starttls, tls or none." }).default("starttls"),
  from: Address,
  to: Recipients,
  /** Empty: without signing in. */
  username: Username.optional(),
  password: Password.optional(),
});

export const CreateChannelInput = z
  .discriminatedUnion(
    "kind",
    [
      EmailFields,
      z.strictObject({ ...Common, kind: z.literal("slack"), url: Url }),
      z.strictObject({ ...Common, kind: z.literal("webhook"), url: Url, signingKey: SigningKey }),
      z.strictObject({
        name: ChannelName,
        enabled: Common.enabled,
        kind: z.literal("heartbeat"),
        url: Url,
      }),
    ],
    { error: "Choose email, slack, webhook or heartbeat." },
  )
  .superRefine((channel, context) => {
    if (channel.kind !== "email") return;
    const { username, password, tls } = channel;
    if (username && !password) {
      context.addIssue({ code: "custom", path: ["password"], message: "Give the password too." });
    }
    if (username && tls === "none") {
      context.addIssue({ code: "custom", path: ["tls"], message: CLEAR_PASSWORD });
    }
  });
export type CreateChannelInput = z.input<typeof CreateChannelInput>;

export const CLEAR_PASSWORD = "A password is sent over TLS only: choose starttls or tls.";

/** The body of PATCH /api/channels/{id}: what is left out stays, secrets too. */
export const UpdateChannelBody = z
  .strictObject({
    name: ChannelName.optional(),
    enabled: z.boolean().optional(),
    step: z.coerce.number().int().min(0).max(STEP_MAX).optional(),
    rules: Rules.optional(),
    host: Host.optional(),
    port: Port.optional(),
    tls: z.enum(TLS_MODES, { error: "Choose starttls, tls or none." }).optional(),
    from: Address.optional(),
    to: Recipients.optional(),
    username: Username.optional(),
    password: Password.optional(),
    url: Url.optional(),
    signingKey: SigningKey.optional(),
  })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Say what to change.",
  );
export type UpdateChannelBody = z.input<typeof UpdateChannelBody>;
export type ChannelChanges = z.output<typeof UpdateChannelBody>;

export const UpdateChannelInput = z.object({
  channelId: z.string().min(1).max(64),
  changes: UpdateChannelBody,
});
export type UpdateChannelInput = z.input<typeof UpdateChannelInput>;

export const ChannelRef = z.object({ channelId: z.string().min(1).max(64) });
export type ChannelRef = z.infer<typeof ChannelRef>;

export const ListChannelDeliveriesQuery = pageQuery("channel-deliveries").extend({
  cursor: instantCursorText("channel-deliveries").optional(),
});
export type ListChannelDeliveriesInput = z.input<typeof ListChannelDeliveriesQuery> & ChannelRef;
