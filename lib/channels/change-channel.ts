import type { Context } from "../context";
import type { ChannelKind } from "../db/schema/constants";
import { ValidationError } from "../errors";
import { EmailConfig } from "./channel-config";
import type { ChannelRow } from "./channel.repo";
import { resealChannelSecret } from "./send-to-channel";
import { CLEAR_PASSWORD, type ChannelChanges } from "./schemas";

type Patch = Partial<Omit<ChannelRow, "id" | "kind">>;

const FIELDS: Readonly<Record<ChannelKind, ReadonlySet<string>>> = {
  email: new Set(["step", "rules", "host", "port", "tls", "from", "to", "username", "password"]),
  slack: new Set(["step", "rules", "url"]),
  webhook: new Set(["step", "rules", "url", "signingKey"]),
  heartbeat: new Set(["url"]),
};

/** The columns that the changes set; fields of another kind of channel are refused. */
export function changeChannel(ctx: Context, row: ChannelRow, changes: ChannelChanges): Patch {
  requireOwnFields(row.kind, changes);
  const { name, enabled, step, rules } = changes;
  const patch: Patch = {
    updatedAt: ctx.runtime.clock.now(),
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(step === undefined ? {} : { step }),
    ...(rules === undefined ? {} : { rules }),
  };
  return {
    ...patch,
    ...(row.kind === "email" ? changeEmail(ctx, row, changes) : changeUrl(ctx, row, changes)),
  };
}

function requireOwnFields(kind: ChannelKind, changes: ChannelChanges): void {
  const fields: Record<string, string[]> = {};
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined || field === "name" || field === "enabled") continue;
    if (!FIELDS[kind].has(field)) fields[field] = [`A channel of kind ${kind} has no ${field}.`];
  }
  if (Object.keys(fields).length > 0) {
    throw new ValidationError("Some fields belong to another kind of channel.", { fields });
  }
}

function changeEmail(ctx: Context, row: ChannelRow, changes: ChannelChanges): Patch {
  const before = EmailConfig.parse(row.config);
  const { host, port, tls, from, to, username, password } = changes;
  const config: EmailConfig = {
    host: host ?? before.host,
    port: port ?? before.port,
    tls: tls ?? before.tls,
    from: from ?? before.from,
    to: to ?? before.to,
    username: username === undefined ? before.username : username || null,
  };
  if (config.username === null) return { config: { ...config }, secret: null };
  if (config.tls === "none") throw invalid("tls", CLEAR_PASSWORD);
  if (password) {
    const secret = resealChannelSecret(ctx.runtime.vault, row, { password });
    return { config: { ...config }, secret };
  }
  if (row.secret === null) throw invalid("password", "Give the password too.");
  if (config.host !== before.host) {
    throw invalid("password", "Give the password again: it goes to another server now.");
  }
  return { config: { ...config } };
}

function changeUrl(ctx: Context, row: ChannelRow, { url, signingKey }: ChannelChanges): Patch {
  if (url === undefined && signingKey === undefined) return {};
  return {
    ...(url === undefined ? {} : { config: { host: new URL(url).host } }),
    secret: resealChannelSecret(ctx.runtime.vault, row, {
      ...(url === undefined ? {} : { url }),
      ...(signingKey === undefined ? {} : { signingKey }),
    }),
  };
}

function invalid(field: string, message: string): ValidationError {
  return new ValidationError(message, { fields: { [field]: [message] } });
}
