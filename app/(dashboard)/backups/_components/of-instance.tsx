import type { Context } from "#lib/context";
import { getInstanceName } from "#lib/instances/get-instance-name";
import { CloseIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";

/** The instance that a link chose: no control of the bar says it. */
export async function OfInstance(props: {
  ctx: Context;
  path: string;
  filters: Readonly<Record<string, string>>;
}) {
  const { ctx, path, filters } = props;
  const instanceId = filters["instance"];
  if (instanceId === undefined) return null;
  const name = await getInstanceName(ctx, { instanceId });
  const { instance: _left, ...rest } = filters;
  return (
    <p className="filter-chips">
      <span className="chip">
        <span className="muted">Instance</span>{" "}
        {name === null ? (
          <code>{instanceId}</code>
        ) : (
          <Link href={`/instances/${instanceId}`} className="hostile" dir="auto">
            {name}
          </Link>
        )}
        <Link
          className="btn btn-quiet btn-icon btn-sm"
          href={toListHref(path, rest)}
          aria-label="Show all instances"
        >
          <CloseIcon />
        </Link>
      </span>
    </p>
  );
}
