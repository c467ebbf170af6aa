import type { BackupSnapshotDto } from "#lib/backups/dto";
import { CopyableId } from "../../../../_components/copyable-id";
import { ExternalIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";

export function Snapshots(props: {
  snapshots: readonly BackupSnapshotDto[];
  /** More may come. */
  isRunning: boolean;
}) {
  const { snapshots } = props;
  if (snapshots.length === 0 && !props.isRunning) return null;
  return (
    <Panel title="Snapshots" flush>
      {snapshots.length === 0 ? (
        <p className="muted panel-body m-0">
          AWS lists the snapshots of an image once it works on them, one for each volume.
        </p>
      ) : (
        <table className="list list-cards">
          <thead>
            <tr>
              <th scope="col">Snapshot</th>
              <th scope="col">Volume</th>
              <th scope="col" className="num">
                Size
              </th>
              <th scope="col">Progress</th>
              <th scope="col">
                <span className="visually-hidden">AWS console</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {snapshots.map((snapshot) => (
              <SnapshotRow key={snapshot.snapshotId} snapshot={snapshot} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function SnapshotRow({ snapshot }: { snapshot: BackupSnapshotDto }) {
  const { snapshotId, state, progressPercent } = snapshot;
  return (
    <tr>
      <td>
        <CopyableId id={snapshotId} label="the snapshot’s id" />
      </td>
      <td data-label="Volume">
        <span>
          <code>{snapshot.volumeId ?? "–"}</code>{" "}
          <span className="muted small">
            {snapshot.device} {snapshot.encrypted === true ? "encrypted" : ""}
          </span>
        </span>
      </td>
      <td className="num" data-label="Size">
        {snapshot.sizeGiB === null ? "–" : `${snapshot.sizeGiB} GiB`}
      </td>
      <td data-label="Progress">
        <span className="status-cell">
          {progressPercent === null ? (
            <span>{state ?? "–"}</span>
          ) : (
            <span className="progress-line">
              <progress
                className="bar"
                max={100}
                value={progressPercent}
                aria-label={`Progress of ${snapshotId}`}
              />
              {progressPercent} %
            </span>
          )}
          {snapshot.stateMessage === null ? null : (
            <span className="text-bad small hostile">{snapshot.stateMessage}</span>
          )}
        </span>
      </td>
      <td>
        {snapshot.consoleUrl === null ? null : (
          <a className="text-nowrap" href={snapshot.consoleUrl} target="_blank" rel="noreferrer">
            Console <ExternalIcon />
            <span className="visually-hidden"> for {snapshotId}, in a new tab</span>
          </a>
        )}
      </td>
    </tr>
  );
}
