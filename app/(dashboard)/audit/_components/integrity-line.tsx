import type { AuditIntegrityDto } from "#lib/audit/dto";
import { Notice } from "../../../_components/notice";
import { CheckCircleIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

/** What the last look at the chain found. */
export function IntegrityLine({ integrity, now }: { integrity: AuditIntegrityDto; now: number }) {
  const { lastCheck, archivedEntries, segments } = integrity;
  if (lastCheck === null) {
    return <p className="muted">The chain has not been looked at yet; that takes a minute.</p>;
  }
  const { seq, at, isStale, problems, troubles, unproven, words } = lastCheck;
  const seen = (
    <>
      looked at <RelativeTime at={at} now={now} />
    </>
  );
  if (problems > 0) {
    return (
      <Notice tone="bad">
        <strong>
          {problems === troubles
            ? "The end of the chain cannot be written down,"
            : `The chain does not hold: ${problems === 1 ? "1 place" : `${problems} places`},`}
        </strong>{" "}
        {seen}. {words} <code>npm run audit -- verify</code> names each place.
      </Notice>
    );
  }
  if (isStale) {
    return (
      <Notice tone="bad">
        <strong>Nobody looks at the chain.</strong> It held up to entry{" "}
        {seq.toLocaleString("en-US")}, {seen}; a look is due each minute. The log says why there is
        none. Look yourself: <code>npm run audit -- verify</code>.
      </Notice>
    );
  }
  return (
    <p className="d-flex flex-wrap align-items-center gap-2">
      <Badge tone="ok" icon={<CheckCircleIcon />}>
        Chain holds
      </Badge>
      <span className="muted">
        up to entry {seq.toLocaleString("en-US")}, {seen}.
        {unproven === 0
          ? ""
          : ` ${unproven.toLocaleString("en-US")} entries cannot be proven: their key was lost and given up.`}
        {archivedEntries === 0
          ? ""
          : ` ${archivedEntries.toLocaleString("en-US")} older entries are archived in ${segments.toLocaleString("en-US")} segments; the export has them.`}
      </span>
    </p>
  );
}
