import type { CredentialDto } from "#lib/credentials/dto";
import { CopyableId } from "../../../_components/copyable-id";
import { RelativeTime } from "../../../_components/relative-time";
import { KIND_WORDS } from "./kind-words";

export function CredentialFacts({ credential, now }: { credential: CredentialDto; now: number }) {
  return (
    <dl className="facts">
      <dt>Account</dt>
      <dd>
        <CopyableId id={credential.accountId} label="the account’s number" />
        {credential.partition === "aws" ? null : (
          <span className="muted small">{credential.partition}</span>
        )}
      </dd>
      <dt>Kind</dt>
      <dd>{KIND_WORDS[credential.kind]}</dd>
      {credential.accessKeyIdLast4 === null ? null : (
        <>
          <dt>Access key</dt>
          <dd>
            ends in <code>{credential.accessKeyIdLast4}</code>; the secret is stored encrypted and
            never shown
          </dd>
        </>
      )}
      {credential.roleArn === null ? null : (
        <>
          <dt>Role</dt>
          <dd>
            <code>{credential.roleArn}</code>
          </dd>
        </>
      )}
      {credential.externalId === null ? null : (
        <>
          <dt>External id</dt>
          <dd>
            <code>{credential.externalId}</code>
          </dd>
        </>
      )}
      {credential.temporary ? (
        <>
          <dt>Ends</dt>
          <dd>
            {credential.expiresAt === null ? (
              "not known; at most 36 hours from when its keys were made"
            ) : (
              <RelativeTime at={credential.expiresAt} now={now} />
            )}{" "}
            <span className="muted small">
              Good for backups by hand; no schedule can rest on temporary keys.
            </span>
          </dd>
        </>
      ) : null}
      <dt>AWS knows it as</dt>
      <dd>
        {credential.callerArn === null ? "not known yet" : <code>{credential.callerArn}</code>}
      </dd>
      <dt>Last checked</dt>
      <dd>
        {credential.validatedAt === null ? (
          "never"
        ) : (
          <RelativeTime at={credential.validatedAt} now={now} />
        )}
      </dd>
      <dt>Added</dt>
      <dd>
        <RelativeTime at={credential.createdAt} now={now} />
      </dd>
    </dl>
  );
}
