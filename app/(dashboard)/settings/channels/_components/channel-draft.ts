import type { ChannelDto } from "#lib/channels/dto";
import type { ChannelKind } from "#lib/db/schema/constants";
import type { CreateChannelInput, UpdateChannelBody } from "#lib/channels/schemas";

/** What the form holds: texts as they were typed. */
export interface ChannelDraft {
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  step: string;
  /** `""` is every severity. */
  severity: "" | "critical" | "warning";
  kinds: readonly string[];
  accountRefs: readonly string[];
  host: string;
  port: string;
  tls: "starttls" | "tls" | "none";
  from: string;
  to: string;
  username: string;
  password: string;
  url: string;
  signingKey: string;
}

export function newDraft(channel?: ChannelDto): ChannelDraft {
  const severities = channel?.rules.severities ?? [];
  const email = channel?.email;
  return {
    kind: channel?.kind ?? "email",
    name: channel?.name ?? "",
    enabled: channel?.enabled ?? true,
    step: String(channel?.step ?? 0),
    severity: severities.length === 1 && severities[0] === "critical" ? "critical" : "",
    kinds: channel?.rules.kinds ?? [],
    accountRefs: channel?.rules.accountRefs ?? [],
    host: email?.host ?? "",
    port: String(email?.port ?? 587),
    tls: email?.tls ?? "starttls",
    from: email?.from ?? "",
    to: email?.to.join("\n") ?? "",
    username: email?.username ?? "",
    password: "",
    url: "",
    signingKey: "",
  };
}

export function toCreateInput(draft: ChannelDraft): CreateChannelInput {
  const { name, enabled, url } = draft;
  switch (draft.kind) {
    case "email":
      return { kind: "email", name, enabled, ...toTold(draft), ...toEmail(draft) };
    case "slack":
      return { kind: "slack", name, enabled, ...toTold(draft), url };
    case "webhook": {
      const { signingKey } = draft;
      return { kind: "webhook", name, enabled, ...toTold(draft), url, signingKey };
    }
    case "heartbeat":
      return { kind: "heartbeat", name, enabled, url };
  }
}

/** Secrets that were left empty stay as they are. */
export function toChanges(draft: ChannelDraft): UpdateChannelBody {
  const { name, enabled, url, signingKey } = draft;
  const common = { name, enabled };
  if (draft.kind === "email") return { ...common, ...toTold(draft), ...toEmail(draft) };
  return {
    ...common,
    ...(draft.kind === "heartbeat" ? {} : toTold(draft)),
    ...(url === "" ? {} : { url }),
    ...(draft.kind === "webhook" && signingKey !== "" ? { signingKey } : {}),
  };
}

function toTold(draft: ChannelDraft) {
  return {
    step: Number(draft.step),
    rules: {
      ...(draft.severity === "" ? {} : { severities: [draft.severity] }),
      ...(draft.kinds.length === 0 ? {} : { kinds: toKinds(draft.kinds) }),
      ...(draft.accountRefs.length === 0 ? {} : { accountRefs: [...draft.accountRefs] }),
    },
  };
}

type Kinds = NonNullable<NonNullable<UpdateChannelBody["rules"]>["kinds"]>;

/** They come from the options of the form; the server checks them all the same. */
function toKinds(kinds: readonly string[]): Kinds {
  return [...kinds] as Kinds;
}

function toEmail(draft: ChannelDraft) {
  const { host, port, tls, from, to, username, password } = draft;
  return { host, port, tls, from, to, username, ...(password === "" ? {} : { password }) };
}
