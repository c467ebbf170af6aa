"use client";

import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { ROLES, type Role } from "#lib/db/schema/constants";
import type { SecurityDto } from "#lib/settings/security";
import { FieldError } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { Notice } from "../../../_components/notice";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSecurityAction } from "../actions";
import { NumberField } from "./number-field";

interface Typed {
  secondFactorRoles?: Role[];
  sessionIdleMinutes?: string;
  sessionAbsoluteHours?: string;
}

const NOTHING: Typed = {};
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: "Viewers",
  operator: "Operators",
  admin: "Administrators",
};

/** What nobody touched says what holds, also after another person has changed it, and is not sent. */
export function SecurityForm(props: {
  security: SecurityDto;
  own: { role: Role | null; hasSecondFactor: boolean };
  mayWrite: boolean;
}) {
  const { security, own, mayWrite } = props;
  const router = useRouter();
  const [typed, setTyped] = useState(NOTHING);
  const { run, pending, error } = useAction(updateSecurityAction, () => {
    startTransition(() => {
      setTyped(NOTHING);
      router.refresh();
    });
    void toast({ tone: "success", text: "The security settings are saved." });
  });
  const roles = typed.secondFactorRoles ?? security.secondFactorRoles;
  const numberOf = (name: "sessionIdleMinutes" | "sessionAbsoluteHours") => ({
    value: typed[name] ?? String(security[name]),
    onChange: (text: string) => setTyped((before) => ({ ...before, [name]: text })),
    readOnly: !mayWrite,
    errors: error?.fields?.[name],
  });
  const concernsOneself =
    mayWrite && own.role !== null && !own.hasSecondFactor && roles.includes(own.role);
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed !== NOTHING) return run(toPatch(typed));
        void toast({ tone: "success", text: "There was nothing to save." });
      }}
    >
      <FormError error={error} />
      <fieldset className="fieldset" disabled={!mayWrite}>
        <legend className="form-label">Who needs a second factor</legend>
        <div className="choices">
          {ROLES.map((role) => (
            <label className="form-check" key={role}>
              <input
                className="form-check-input"
                type="checkbox"
                name={`second-factor-${role}`}
                checked={roles.includes(role)}
                onChange={(event) => {
                  const others = roles.filter((one) => one !== role);
                  const next = event.target.checked ? [...others, role] : others;
                  setTyped((before) => ({ ...before, secondFactorRoles: next }));
                }}
              />
              <span className="form-check-label">{ROLE_WORDS[role]}</span>
            </label>
          ))}
        </div>
        <p className="form-text m-0">
          Whoever has none then is led to set one up with their next click, before anything else.
          The list of users says who has one.
        </p>
        <FieldError errors={error?.fields?.["secondFactorRoles"] ?? []} />
      </fieldset>
      {concernsOneself ? (
        <Notice tone="run">
          You have no second factor yet: after saving, you are led to set yours up first.
        </Notice>
      ) : null}
      <NumberField
        label="A session ends without a request for (minutes)"
        hint="From 5 minutes to 7 days. Open pages that only keep themselves up to date do not count."
        {...numberOf("sessionIdleMinutes")}
      />
      <NumberField
        label="A session ends after (hours)"
        hint="However much it is used: from 1 hour to 30 days. Both act on sessions that are open too."
        {...numberOf("sessionAbsoluteHours")}
      />
      {mayWrite ? (
        <div className="form-actions">
          <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
            Save the security settings
          </SubmitButton>
        </div>
      ) : null}
    </form>
  );
}

function toPatch(typed: Typed): Partial<SecurityDto> {
  const { secondFactorRoles, sessionIdleMinutes, sessionAbsoluteHours } = typed;
  return {
    ...(secondFactorRoles ? { secondFactorRoles } : {}),
    ...(sessionIdleMinutes === undefined
      ? {}
      : { sessionIdleMinutes: toNumber(sessionIdleMinutes) }),
    ...(sessionAbsoluteHours === undefined
      ? {}
      : { sessionAbsoluteHours: toNumber(sessionAbsoluteHours) }),
  };
}

/** What is no number stays none, and is refused beside its field. */
function toNumber(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
