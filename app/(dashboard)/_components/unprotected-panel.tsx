import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";
import { WarningIcon } from "../../_components/outcome-icons";

/** What runs and nobody backs up; nothing where there is none. */
export function UnprotectedPanel({ count }: { count: number }) {
  if (count === 0) return null;
  const what = count === 1 ? "running instance is" : "running instances are";
  return (
    <Panel
      title="Not protected"
      aside={<Link href="/instances/discover?status=unprotected">Protect or leave alone</Link>}
    >
      <p className="m-0">
        <WarningIcon className="text-warn" /> <strong>{count.toLocaleString("en")}</strong> {what}{" "}
        not protected, as the last look at the accounts showed.
      </p>
    </Panel>
  );
}
