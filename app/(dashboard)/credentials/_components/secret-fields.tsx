"use client";

import { useId } from "react";
import { CREDENTIAL_KINDS } from "#lib/db/schema/constants";
import { Field } from "../../../_components/field";
import { KeyFields } from "./key-fields";
import type { FieldErrorsOf } from "./key-fields";
import { KIND_WORDS } from "./kind-words";
import { RoleGuide } from "./role-guide";
import type { RoleGuideProps } from "./role-guide";
import type { SecretDraft } from "./secret-draft";

export interface SourceOption {
  id: string;
  name: string;
  accountId: string;
  partition: string;
  callerArn: string | null;
  /** It ends by itself. */
  temporary: boolean;
}

interface SecretFieldsProps {
  draft: SecretDraft;
  onChange: (draft: SecretDraft) => void;
  errorsOf: FieldErrorsOf;
  sources: readonly SourceOption[];
  /** Where the role is yet to be made: what it must be allowed. */
  roleStatements?: RoleGuideProps["statements"];
}

export function KindChoice({ draft, onChange }: Pick<SecretFieldsProps, "draft" | "onChange">) {
  const name = useId();
  return (
    <fieldset className="fieldset">
      <legend>Kind</legend>
      <div className="segments">
        {CREDENTIAL_KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name={name}
              checked={draft.kind === kind}
              onChange={() => onChange({ ...draft, kind })}
            />
            {KIND_WORDS[kind]}
            {kind === "assume_role" ? " (recommended)" : null}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The inputs of the chosen kind. */
export function SecretFields(props: SecretFieldsProps) {
  const { draft, onChange, errorsOf } = props;
  if (draft.kind === "default_chain") return <OwnKeysNote />;
  const setKeys = (keys: Partial<SecretDraft>) => onChange({ ...draft, ...keys });
  if (draft.kind !== "assume_role") {
    const withToken = draft.kind === "session" ? "required" : "none";
    return (
      <KeyFields values={draft} onChange={setKeys} errorsOf={errorsOf} withToken={withToken} />
    );
  }
  return (
    <>
      <RoleFields {...props} />
      {draft.sourceCredentialId === "" ? (
        <KeyFields values={draft} onChange={setKeys} errorsOf={errorsOf} withToken="optional" />
      ) : null}
    </>
  );
}

function OwnKeysNote() {
  return (
    <p className="muted m-0">
      Nothing to paste, and nothing is stored: the credentials that this process itself has, from
      its environment, AWS’s shared files, or the role of its machine, task or pod. Good by itself
      for the account it runs in, and as what assumes roles in others.
    </p>
  );
}

function RoleFields(props: SecretFieldsProps) {
  const { draft, onChange, errorsOf, sources, roleStatements } = props;
  return (
    <>
      {roleStatements === undefined ? null : (
        <RoleGuide
          externalId={draft.externalId}
          source={sources.find(({ id }) => id === draft.sourceCredentialId)}
          statements={roleStatements}
        />
      )}
      <Field label="Role ARN" errors={errorsOf("roleArn")}>
        {(control) => (
          <input
            {...control}
            className="form-control mono"
            autoComplete="off"
            spellCheck={false}
            placeholder="arn:aws:iam::123456789012:role/AmiVault"
            value={draft.roleArn}
            onChange={(event) => onChange({ ...draft, roleArn: event.target.value })}
          />
        )}
      </Field>
      <div className="form-row">
        <Field
          label="External id"
          hint="The role’s trust policy has to ask for it. Only one that was issued to you here is taken, or, where you act in all accounts, one that a saved credential has."
          errors={errorsOf("externalId")}
        >
          {(control) => (
            <input
              {...control}
              className="form-control mono"
              autoComplete="off"
              spellCheck={false}
              value={draft.externalId}
              onChange={(event) => onChange({ ...draft, externalId: event.target.value })}
            />
          )}
        </Field>
        <Field label="Assumed with" errors={errorsOf("sourceCredentialId")}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={draft.sourceCredentialId}
              onChange={(event) => onChange({ ...draft, sourceCredentialId: event.target.value })}
            >
              <option value="">Keys given here</option>
              {sources.map((source) => (
                <option key={source.id} value={source.id}>
                  {source.name} ({source.accountId}){source.temporary ? ", temporary" : ""}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </>
  );
}
