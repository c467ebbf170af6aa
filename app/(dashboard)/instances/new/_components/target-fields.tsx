"use client";

import { Field } from "../../../../_components/field";
import { RegionField } from "../../../../_components/region-field";

export interface CredentialOption {
  id: string;
  name: string;
  accountId: string;
  region: string;
}

export interface Target {
  credentialId: string;
  region: string;
  instanceId: string;
}

/** Where the instance is, and who reaches it. */
export function TargetFields(props: {
  target: Target;
  onChange: (target: Target) => void;
  credentials: readonly CredentialOption[];
  errorsOf: (field: string) => readonly string[] | undefined;
}) {
  const { target, onChange, credentials, errorsOf } = props;
  const chooseCredential = (credentialId: string) => {
    const region = credentials.find(({ id }) => id === credentialId)?.region;
    onChange({ ...target, credentialId, region: region ?? target.region });
  };
  return (
    <div className="form-stack">
      <Field label="Credential" errors={errorsOf("credentialId")}>
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={target.credentialId}
            onChange={(event) => chooseCredential(event.target.value)}
          >
            {credentials.map((credential) => (
              <option key={credential.id} value={credential.id}>
                {credential.name} ({credential.accountId})
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="form-row">
        <RegionField
          label="Region"
          value={target.region}
          onChange={(region) => onChange({ ...target, region })}
          errors={errorsOf("region")}
        />
        <Field label="Instance id" errors={errorsOf("instanceId")}>
          {(control) => (
            <input
              {...control}
              className="form-control mono"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              placeholder="i-0123456789abcdef0"
              value={target.instanceId}
              onChange={(event) => onChange({ ...target, instanceId: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
