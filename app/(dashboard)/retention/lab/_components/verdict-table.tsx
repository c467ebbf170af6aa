"use client";

import { useState } from "react";
import { toDayText } from "../../../../_components/day-text.pure";
import { toUtcText } from "../../../../_components/exact-time.pure";
import { TrashIcon } from "../../../../_components/icons";
import { Link } from "../../../../_components/link";
import { CheckCircleIcon, SlashIcon } from "../../../../_components/outcome-icons";
import { Badge } from "../../../../_components/status-badge";
import type { Verdict, VerdictPair } from "./lab-side.pure";

const ROWS = 12;
const ROWS_MAX = 500;

/** Each backup with both policies' word on it; those on which they differ can stand alone. */
export function VerdictTable(props: {
  pairs: readonly VerdictPair[];
  now: number;
  isNow: boolean;
}) {
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const [isLong, setIsLong] = useState(false);
  const differing = props.pairs.filter(({ differs }) => differs);
  const wanted = onlyDifferent ? differing : props.pairs;
  const shown = wanted.slice(0, isLong ? ROWS_MAX : ROWS);
  const left = wanted.length - shown.length;
  return (
    <div className="stack-tight lab-verdicts">
      <label className="lab-only">
        <input
          type="checkbox"
          className="form-check-input"
          checked={onlyDifferent}
          onChange={(event) => setOnlyDifferent(event.target.checked)}
        />
        <span>
          Only where they differ ({differing.length} of {props.pairs.length})
        </span>
      </label>
      {shown.length === 0 ? (
        <p className="muted m-0">
          {onlyDifferent ? "They decide alike on every backup." : "There is nothing to decide on."}
        </p>
      ) : (
        <table className="list list-cards lab-verdict-table">
          <caption className="visually-hidden">Every backup by both policies</caption>
          <thead>
            <tr>
              <th scope="col">Backup</th>
              <th scope="col">Policy A</th>
              <th scope="col">Policy B</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((pair) => (
              <tr key={pair.id} className={pair.differs ? "lab-differs" : undefined}>
                <td className="line">
                  <BackupWhen pair={pair} />
                </td>
                <td data-label="A">
                  <VerdictCell verdict={pair.a} />
                </td>
                <td data-label="B">
                  <VerdictCell verdict={pair.b} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && !isLong ? (
        <div>
          <button type="button" className="btn btn-plain btn-sm" onClick={() => setIsLong(true)}>
            Show {Math.min(left, ROWS_MAX - ROWS)} more
          </button>
        </div>
      ) : left > 0 ? (
        <p className="muted small m-0">And {left} older ones.</p>
      ) : null}
    </div>
  );
}

function BackupWhen({ pair }: { pair: VerdictPair }) {
  const text = pair.at === null ? "unknown time" : toUtcText(pair.at);
  if (pair.href === null) {
    return (
      <span className="two-lines">
        <span className="tabular">{text}</span>
        <span className="muted small">still to be made</span>
      </span>
    );
  }
  return (
    <Link href={pair.href} className="tabular">
      {text}
    </Link>
  );
}

function VerdictCell({ verdict }: { verdict: Verdict | null }) {
  if (verdict === null) {
    return (
      <Badge tone="quiet" icon={<SlashIcon />}>
        Gone by then
      </Badge>
    );
  }
  const { stays, words, goesAt } = verdict;
  return (
    <span className="lab-verdict">
      {stays ? (
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          Stays
        </Badge>
      ) : (
        <Badge tone="warn" icon={<TrashIcon />}>
          Goes
        </Badge>
      )}
      <span className="two-lines">
        <span>{words}</span>
        {stays ? (
          <span className="muted small">
            {goesAt === null ? "does not go by itself" : `until ${toDayText(goesAt)}`}
          </span>
        ) : null}
      </span>
    </span>
  );
}
