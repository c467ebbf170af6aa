"use client";

import { Field } from "../../../../_components/field";
import type { ChannelDraft } from "./channel-draft";
import { TextField } from "./text-field";

const TLS_WORDS: Readonly<Record<ChannelDraft["tls"], string>> = {
  starttls: "STARTTLS (587)",
  tls: "TLS (465)",
  none: "None (25)",
};
const PORTS: Readonly<Record<ChannelDraft["tls"], string>> = {
  starttls: "587",
  tls: "465",
  none: "25",
};

export interface ChannelFieldsProps {
  draft: ChannelDraft;
  set: (change: Partial<ChannelDraft>) => void;
  errorsOf: (field: string) => readonly string[] | undefined;
  /** A secret is there already: left empty, it stays. */
  keepsSecret: boolean;
}

export function EmailFields({ draft, set, errorsOf, keepsSecret }: ChannelFieldsProps) {
  const setTls = (tls: ChannelDraft["tls"]) =>
    set({ tls, ...(draft.port === PORTS[draft.tls] ? { port: PORTS[tls] } : {}) });
  const toErrors = [0, 1, 2, 3, 4].flatMap((index) => errorsOf(`to.${index}`) ?? []);
  return (
    <>
      <div className="form-row">
        <TextField
          label="Mail server"
          placeholder="mail.example.org"
          value={draft.host}
          onChange={(host) => set({ host })}
          errors={errorsOf("host")}
        />
        <TextField
          label="Port"
          numeric
          value={draft.port}
          onChange={(port) => set({ port })}
          errors={errorsOf("port")}
        />
        <Field label="Encryption" errors={errorsOf("tls")}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={draft.tls}
              onChange={(event) => setTls(event.target.value as ChannelDraft["tls"])}
            >
              {Object.entries(TLS_WORDS).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div className="form-row">
        <TextField
          label="User (optional)"
          hint="Leave it empty for a server that asks for none."
          value={draft.username}
          onChange={(username) => set({ username })}
          errors={errorsOf("username")}
        />
        <TextField
          label="Password"
          secret
          hint={keepsSecret ? "Left empty, the one there is stays." : undefined}
          value={draft.password}
          onChange={(password) => set({ password })}
          errors={errorsOf("password")}
        />
      </div>
      <div className="form-row">
        <TextField
          label="From"
          placeholder="amivault@example.org"
          value={draft.from}
          onChange={(from) => set({ from })}
          errors={errorsOf("from")}
        />
        <Field
          label="To"
          hint="One address a line."
          errors={errorsOf("to") ?? (toErrors.length > 0 ? toErrors : undefined)}
        >
          {(control) => (
            <textarea
              {...control}
              className="form-control"
              rows={2}
              autoComplete="off"
              spellCheck={false}
              value={draft.to}
              onChange={(event) => set({ to: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
