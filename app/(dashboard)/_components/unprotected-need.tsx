import type { Permission } from "#lib/auth/permissions";
import { Link } from "../../_components/link";
import { WarningIcon } from "../../_components/outcome-icons";

const PATH = "/instances/discover?status=unprotected";

/** What runs and nobody backs up. */
export function UnprotectedNeed(props: {
  count: number;
  may: (permission: Permission) => boolean;
}) {
  const { count, may } = props;
  return (
    <li>
      <WarningIcon className="text-warn" />
      <div className="row-main">
        <Link href={PATH} className="row-title">
          {count === 1
            ? "A running instance is not protected"
            : `${count.toLocaleString("en")} running instances are not protected`}
        </Link>
        <span className="muted small">As the last look at the accounts showed.</span>
      </div>
      <div className="row-side">
        <Link href={PATH} className="btn btn-plain btn-sm">
          {may("instances.write") ? "Protect or leave alone" : "Show them"}
        </Link>
      </div>
    </li>
  );
}
