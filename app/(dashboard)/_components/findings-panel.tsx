import type { Context } from "#lib/context";
import { countFindings } from "#lib/reconcile/count-findings";
import { Link } from "../../_components/link";
import { CheckCircleIcon, InfoIcon, WarningIcon } from "../../_components/outcome-icons";
import { Panel } from "../../_components/panel";

/** Orphans, and 0: silence would say nothing. */
export async function FindingsPanel({ ctx }: { ctx: Context }) {
  const { orphans, toMend, byKind } = await countFindings(ctx);
  const others = toMend - orphans;
  return (
    <Panel title="What AWS holds" aside={<Link href="/findings">Findings</Link>} flush>
      <ul className="rows">
        <li>
          {orphans === 0 ? (
            <CheckCircleIcon className="text-ok" />
          ) : (
            <WarningIcon className="text-warn" />
          )}
          <div className="row-main">
            <Link href="/findings?kind=orphan" className="row-title">
              {orphans} {orphans === 1 ? "orphan" : "orphans"}
            </Link>
            <span className="muted">
              {orphans === 0
                ? "Every image and snapshot of ours belongs to a record."
                : "Images or snapshots of ours that no record wants, and no plan lists."}
            </span>
          </div>
        </li>
        {others > 0 ? (
          <li>
            <WarningIcon className="text-warn" />
            <div className="row-main">
              <Link href="/findings" className="row-title">
                {others} other {others === 1 ? "difference" : "differences"} to mend
              </Link>
              <span className="muted">Changed, gone, doubled, or of an unknown instance.</span>
            </div>
          </li>
        ) : null}
        {byKind.foreign > 0 ? (
          <li>
            <InfoIcon className="muted" />
            <div className="row-main">
              <Link href="/findings?kind=foreign" className="row-title">
                {byKind.foreign} {byKind.foreign === 1 ? "image is" : "images are"} not ours
              </Link>
              <span className="muted">Named with their owner, never touched.</span>
            </div>
          </li>
        ) : null}
      </ul>
    </Panel>
  );
}
