import type { PlanDetailDto } from "#lib/plans/dto";
import { Link } from "../../../../_components/link";
import { Notice } from "../../../../_components/notice";
import { Panel } from "../../../../_components/panel";
import { RelativeTime } from "../../../../_components/relative-time";
import { toGiBText } from "../../../../_components/size.pure";

export function PlanFacts({ plan, now }: { plan: PlanDetailDto; now: number }) {
  const kept = plan.counts.kept?.count ?? 0;
  const ended = (plan.counts.removed?.count ?? 0) + kept;
  const failed = plan.counts.failed?.count ?? 0;
  return (
    <>
      {plan.breakerReason === null || plan.status !== "waiting" ? null : (
        <Notice tone="warn">
          <p>
            <strong>You are asked before anything goes.</strong>
          </p>
          <p className="hostile">{plan.breakerReason}</p>
        </Notice>
      )}
      {plan.seenWhole ? null : (
        <Notice tone="quiet">
          Your part of it is shown. It is about accounts too that you may not see: who sees all of
          them decides it.
        </Notice>
      )}
      {plan.continuedBy === null ? null : (
        <Notice tone="quiet">
          This plan is full. <Link href={`/plans/${plan.continuedBy}`}>The next plan</Link> has the
          rest of what was asked for.
        </Notice>
      )}
      {plan.statusReason === null ? null : <Notice tone="quiet">{plan.statusReason}</Notice>}
      <Panel title="Facts">
        <dl className="facts">
          <dt>Asked for by</dt>
          <dd className="hostile">
            {plan.requestedBy ?? "–"} <RelativeTime at={plan.createdAt} now={now} />
          </dd>
          <dt>Items</dt>
          <dd>
            {plan.itemCount}
            {kept === 0 ? "" : `, of which ${kept} ${kept === 1 ? "stays" : "stay"}`}
          </dd>
          <dt>Full size, at most</dt>
          <dd>
            {toGiBText(plan.sizeBytes)}
            <span className="muted small">
              {" "}
              Snapshots share blocks: what is freed may be far less.
            </span>
          </dd>
          {plan.status !== "gathering" || plan.instances === null ? null : (
            <>
              <dt>Listed</dt>
              <dd>
                <span className="progress-line">
                  <progress
                    className="bar"
                    max={plan.instances.of}
                    value={plan.instances.listed}
                    aria-label="Instances whose images are listed"
                  />
                  {plan.instances.listed} of {plan.instances.of}{" "}
                  {plan.instances.of === 1 ? "instance" : "instances"}
                </span>
              </dd>
            </>
          )}
          {plan.status === "applying" ? (
            <>
              <dt>Progress</dt>
              <dd>
                <span className="progress-line">
                  <progress
                    className="bar"
                    max={Math.max(1, plan.itemCount)}
                    value={ended + failed}
                    aria-label="Progress of the removal"
                  />
                  {ended + failed} of {plan.itemCount}
                </span>
              </dd>
            </>
          ) : null}
          {plan.appliedAt === null ? null : (
            <>
              <dt>Applied</dt>
              <dd className="hostile">
                {plan.appliedBy ?? "by itself"} <RelativeTime at={plan.appliedAt} now={now} />
              </dd>
            </>
          )}
          {plan.expiresAt === null ? null : (
            <>
              <dt>Expires</dt>
              <dd>
                <RelativeTime at={plan.expiresAt} now={now} />
              </dd>
            </>
          )}
        </dl>
      </Panel>
    </>
  );
}
