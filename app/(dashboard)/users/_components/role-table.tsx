import { Fragment } from "react";
import { PERMISSIONS, permissionNames, roleMay } from "#lib/auth/permissions";
import { ROLES } from "#lib/db/schema/constants";
import { CheckIcon } from "../../../_components/icons";
import { ROLE_WORDS } from "../../../_components/role-words";
import { toSentence } from "../../../_components/schedule/to-sentence.pure";

/** From the table that decides: no second one that could say something else. */
export function RoleTable() {
  return (
    <div className="stack">
      <dl className="facts">
        {ROLES.map((role) => (
          <Fragment key={role}>
            <dt>{ROLE_WORDS[role].name}</dt>
            <dd>{toSentence(ROLE_WORDS[role].lead)}</dd>
          </Fragment>
        ))}
      </dl>
      <PermissionTable />
    </div>
  );
}

function PermissionTable() {
  return (
    <details>
      <summary>Every permission</summary>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {ROLES.map((role) => (
              <th scope="col" key={role}>
                {ROLE_WORDS[role].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissionNames()
            .filter((permission) => PERMISSIONS[permission].length > 0)
            .map((permission) => (
              <tr key={permission}>
                <td>
                  <code>{permission}</code>
                </td>
                {ROLES.map((role) => (
                  <td key={role}>
                    {roleMay(role, permission) ? (
                      <>
                        <CheckIcon className="text-ok" />
                        <span className="visually-hidden">yes</span>
                      </>
                    ) : (
                      <span className="muted">no</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
