"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { Notice } from "../../../_components/notice";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSettingsAction } from "../actions";

/** Where what runs in AWS tells that a backup began and ended. */
export function CallbackForm(props: {
  publicUrl: string | null;
  callbackUrl: string | null;
  /** The environment says where, and nothing here does. */
  isGateway: boolean;
  mayWrite: boolean;
}) {
  const { publicUrl, callbackUrl, isGateway, mayWrite } = props;
  const router = useRouter();
  const [url, setUrl] = useState(publicUrl ?? "");
  const [notice, setNotice] = useState<string | null>(null);
  const { run, pending, error } = useAction(updateSettingsAction, ({ callbackNotice }) => {
    router.refresh();
    setNotice(callbackNotice);
    void toast({ tone: "success", text: "The address is saved. Functions follow in a minute." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({ publicUrl: url.trim() === "" ? null : url.trim() });
      }}
    >
      <p className="muted m-0">
        {callbackUrl === null
          ? "For instances on EventBridge: AWS has no address to call. Their backups are made all the same, and found by looking."
          : "For instances on EventBridge: the function in AWS tells here that a backup began and ended."}
      </p>
      <FormError error={error} />
      {isGateway ? (
        <p className="m-0">
          API_GATEWAY_ENDPOINT in the environment says where: <code>{callbackUrl}</code>
        </p>
      ) : (
        <Field
          label="Public address"
          hint={
            callbackUrl === null
              ? "Where AWS reaches this application, for example https://amivault.example.org. Empty: NEXTAUTH_URL, when that is https."
              : `Called at ${callbackUrl}. Empty: NEXTAUTH_URL, when that is https.`
          }
          errors={error?.fields?.["publicUrl"]}
        >
          {(control) => (
            <input
              {...control}
              className="form-control"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              readOnly={!mayWrite}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
      )}
      {notice === null ? null : (
        <Notice tone="warn" live>
          {notice} It is saved all the same: AWS may reach what this machine does not.
        </Notice>
      )}
      {mayWrite && !isGateway ? (
        <div className="form-actions">
          <SubmitButton pending={pending} pendingText="Saving and trying it…" className="btn-plain">
            Save the address
          </SubmitButton>
        </div>
      ) : null}
    </form>
  );
}
