import { doctorKms, doctorRow, doctorSchedule, isKms } from "#lib/credentials/doctor-matrix.pure";
import type { DoctorCell } from "#lib/credentials/doctor-matrix.pure";
import type { CredentialDetailDto } from "#lib/credentials/dto";
import { Link } from "../../../_components/link";
import { CheckCircleIcon, CrossCircleIcon, QuestionIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";

/** Credentials down, actions across: an icon with its word for each. */
export function DoctorTable(props: { credentials: readonly CredentialDetailDto[]; now: number }) {
  const { credentials, now } = props;
  const actions = [
    ...new Set(
      credentials.flatMap(
        ({ permissions }) =>
          permissions?.items.filter((item) => !isKms(item)).map(({ action }) => action) ?? [],
      ),
    ),
  ];
  // Before the first answer there is nothing to stand in columns.
  const isAsked = credentials.some(({ permissions }) => permissions !== null);
  return (
    <div className="list-scroll" tabIndex={0} role="region" aria-label="What may be done">
      <table className="list doctor">
        <thead>
          <tr>
            <th scope="col">Credential</th>
            <th scope="col">Asked</th>
            {isAsked
              ? [...actions.map(toName), "KMS", "EventBridge"].map((name) => (
                  <th key={name} scope="col" className="doctor-action">
                    <code>{name}</code>
                  </th>
                ))
              : null}
          </tr>
        </thead>
        <tbody>
          {credentials.map((credential) => (
            <tr key={credential.id}>
              <th scope="row">
                <span className="cell-title">
                  <Link href={`/credentials/${credential.id}`} className="cut hostile" dir="auto">
                    {credential.name}
                  </Link>
                  <code className="muted small">{credential.accountId}</code>
                </span>
              </th>
              <td>
                {credential.permissions === null ? (
                  <span className="muted">never</span>
                ) : (
                  <span className="cell-title">
                    <RelativeTime at={credential.permissions.checkedAt} now={now} />
                    <span className="muted small">{regionsIn(credential)}</span>
                  </span>
                )}
              </td>
              {isAsked
                ? toCells(credential, actions).map(([name, cell]) => (
                    <td key={name} className="doctor-cell">
                      <Answer cell={cell} />
                    </td>
                  ))
                : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function toCells(credential: CredentialDetailDto, actions: readonly string[]) {
  return [
    ...doctorRow(credential, actions).map((cell) => [cell.action, cell] as const),
    ["KMS", doctorKms(credential)] as const,
    ["EventBridge", doctorSchedule(credential)] as const,
  ];
}

function toName(action: string): string {
  return action.split(":")[1] ?? action;
}

function regionsIn({ permissions }: CredentialDetailDto): string {
  const [first, ...others] = permissions?.regions.map(({ region }) => region) ?? [];
  return others.length === 0 ? (first ?? "") : `${others.length + 1} regions`;
}

const LOOKS = {
  allowed: { word: "Allowed", className: "text-ok", Icon: CheckCircleIcon },
  missing: { word: "Denied", className: "text-bad", Icon: CrossCircleIcon },
  unknown: { word: "Not known", className: "muted", Icon: QuestionIcon },
} as const;

function Answer({ cell }: { cell: DoctorCell | null }) {
  if (cell === null || cell.state === null) {
    return (
      <span className="muted">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{cell === null ? "Not needed" : "Not asked"}</span>
      </span>
    );
  }
  const { word, className, Icon } = LOOKS[cell.state];
  const where = cell.regions.length === 0 ? "" : ` in ${cell.regions.join(", ")}`;
  return (
    <span className={className} title={`${cell.action}: ${word}${where}`}>
      <Icon />
      <span className="visually-hidden">
        {word}
        {where}
      </span>
      {cell.regions.length === 0 ? null : (
        <small aria-hidden="true" className="doctor-some">
          {cell.regions.length}
        </small>
      )}
    </span>
  );
}
