import type { CredentialDto } from "#lib/credentials/dto";
import { Link } from "../../../_components/link";
import { RelativeTime } from "../../../_components/relative-time";
import { CredentialState, isOver } from "./credential-state";
import { KIND_WORDS } from "./kind-words";

export function CredentialTable(props: { credentials: readonly CredentialDto[]; now: number }) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">State</th>
          <th scope="col">Account</th>
          <th scope="col">Kind</th>
          <th scope="col">Last checked</th>
          <th scope="col" className="num">
            Instances
          </th>
        </tr>
      </thead>
      <tbody>
        {props.credentials.map((credential) => (
          <tr key={credential.id}>
            <td>
              <span className="cell-title">
                <Link href={`/credentials/${credential.id}`} className="cut hostile" dir="auto">
                  {credential.name}
                </Link>
                <span className="muted small">{credential.region}</span>
              </span>
            </td>
            <td data-label="State">
              <CredentialState credential={credential} now={props.now} />
            </td>
            <td data-label="Account">
              <code>{credential.accountId}</code>
            </td>
            <td data-label="Kind">
              <span>
                {KIND_WORDS[credential.kind]}{" "}
                {credential.accessKeyIdLast4 === null ? null : (
                  <code className="muted">…{credential.accessKeyIdLast4}</code>
                )}
                {credential.temporary ? (
                  <span className="muted small d-block">
                    {credential.expiresAt === null ? (
                      "its end is not known"
                    ) : (
                      <>
                        {isOver(credential, props.now) ? "ended " : "ends "}
                        <RelativeTime at={credential.expiresAt} now={props.now} />
                      </>
                    )}
                  </span>
                ) : null}
              </span>
            </td>
            <td data-label="Last checked">
              {credential.validatedAt === null ? (
                <span className="muted">never</span>
              ) : (
                <RelativeTime at={credential.validatedAt} now={props.now} />
              )}
            </td>
            <td className="num" data-label="Instances">
              {credential.usedByCount}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
