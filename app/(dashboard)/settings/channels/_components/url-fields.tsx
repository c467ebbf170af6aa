"use client";

import type { ChannelFieldsProps } from "./email-fields";
import { TextField } from "./text-field";

export function UrlFields({ draft, set, errorsOf, keepsSecret }: ChannelFieldsProps) {
  return (
    <>
      <TextField
        label="URL"
        secret
        hint={
          keepsSecret
            ? "It may hold a token, so it is never shown. Left empty, the one there is stays."
            : "It may hold a token, so it is sealed and never shown again."
        }
        value={draft.url}
        onChange={(url) => set({ url })}
        errors={errorsOf("url")}
      />
      {draft.kind === "webhook" ? (
        <TextField
          label="Signing key"
          secret
          hint={
            keepsSecret
              ? "Left empty, the one there is stays."
              : "At least 16 characters, for example from: openssl rand -base64 32"
          }
          value={draft.signingKey}
          onChange={(signingKey) => set({ signingKey })}
          errors={errorsOf("signingKey")}
        />
      ) : null}
    </>
  );
}
