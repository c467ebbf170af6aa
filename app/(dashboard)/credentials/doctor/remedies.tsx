import { Fragment } from "react";
import { missingStatements } from "#lib/credentials/doctor-matrix.pure";
import type { CredentialDetailDto } from "#lib/credentials/dto";
import { CopyButton } from "../../../_components/copy-button";
import { Panel } from "../../../_components/panel";
import { splitSuggestion } from "../../../_components/split-suggestion.pure";
import { DeniedBy } from "../_components/denied-by";

const FEATURE_WORDS = {
  backups: "backups",
  deletion: "their removal",
  eventbridge: "EventBridge",
} as const;

/** What to add to one credential's policy, and the whole of what it needs. */
export function Remedies({ credential }: { credential: CredentialDetailDto }) {
  const { name, features, neededPolicy } = credential;
  const missing = missingStatements(credential);
  return (
    <Panel title={<span className="hostile">{name}</span>}>
      <div className="stack">
        {missing.length === 0 ? null : (
          <details open>
            <summary>
              What to add for {missing.length === 1 ? "one action" : `${missing.length} actions`}
            </summary>
            {missing.map(({ action, note, statement }) => (
              <Fragment key={action}>
                <DeniedBy note={note} />
                <Json text={pretty(statement)} label={`the statement for ${action}`} />
              </Fragment>
            ))}
          </details>
        )}
        <details>
          <summary>
            The least policy for what its account uses:{" "}
            {features.map((feature) => FEATURE_WORDS[feature]).join(", ")}
          </summary>
          <Json text={neededPolicy} label={`the policy for ${name}`} />
        </details>
      </div>
    </Panel>
  );
}

function Json({ text, label }: { text: string; label: string }) {
  return (
    <div className="command mt-2">
      {text}
      <CopyButton text={text} label={label} />
    </div>
  );
}

function pretty(statement: string | null): string {
  return statement === null ? "" : (splitSuggestion(statement).statements ?? statement);
}
