import type { RetentionPolicyDto } from "#lib/retention/dto";
import { Link } from "../../../_components/link";
import { toGiBText } from "../../../_components/size.pure";
import { EnforcedBadge } from "./enforced-badge";

export function PolicyTable(props: { policies: readonly RetentionPolicyDto[]; mayWrite: boolean }) {
  const { policies, mayWrite } = props;
  return (
    <table className="list list-wide">
      <thead>
        <tr>
          <th scope="col">Policy</th>
          <th scope="col">Keeps</th>
          <th scope="col">State</th>
          <th scope="col" className="num">
            At least
          </th>
          <th scope="col" className="num">
            Instances
          </th>
          <th scope="col" className="num">
            Stored
          </th>
          <th scope="col">
            <span className="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy) => (
          <tr key={policy.id}>
            <td>
              <span className="cell-title">
                <Link href={`/retention/${policy.id}`} className="cut hostile" dir="auto">
                  {policy.name}
                </Link>
                <span className="muted small">
                  {policy.isDefault ? "for instances without another" : policy.zone}
                </span>
              </span>
            </td>
            <td data-label="Keeps">{policy.words}</td>
            <td data-label="State">
              <EnforcedBadge policy={policy} />
            </td>
            <td className="num" data-label="At least">
              {policy.floor}
            </td>
            <td className="num" data-label="Instances">
              {policy.instanceCount === 0 ? (
                "none"
              ) : (
                <Link href={followersHref(policy)}>{policy.instanceCount}</Link>
              )}
            </td>
            <td className="num" data-label="Stored, at most">
              <span className="two-lines">
                <span>{toGiBText(policy.storedBytes)}</span>
                <span className="muted small">
                  {policy.imageCount.toLocaleString("en-US")}{" "}
                  {policy.imageCount === 1 ? "image" : "images"}, full size
                </span>
              </span>
            </td>
            <td className="fit">
              <span className="policy-acts">
                <Link href={`/retention/lab?policy=${policy.id}`}>Compare</Link>
                {mayWrite ? <Link href={`/retention/new?from=${policy.id}`}>Duplicate</Link> : null}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The fleet's list, of those that follow it. */
function followersHref({ id, isDefault }: RetentionPolicyDto): string {
  return `/instances?policy=${isDefault ? "default" : id}`;
}
