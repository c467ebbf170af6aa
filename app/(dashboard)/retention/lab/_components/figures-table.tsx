import { monthlyUsdAtMost } from "#lib/costs/cost.pure";
import { toPriceText, toUsdText } from "../../../../_components/cost.pure";
import { Panel } from "../../../../_components/panel";
import { toGiBText } from "../../../../_components/size.pure";
import { bytesOf, differenceWords, type SideFigures } from "./lab-figures.pure";
import type { Verdict } from "./lab-side.pure";

/** The sentence that answers the question, and the numbers behind it. */
export function FiguresTable(props: {
  figures: { a: SideFigures; b: SideFigures };
  nowA: readonly Verdict[];
  nowB: readonly Verdict[];
  isSame: boolean;
  isFrozen: boolean;
  years: number;
  price: number;
  unknownSizes: number;
  /** The full size that a backup to come is taken to have. */
  runBytes: number;
}) {
  const { figures, years, price, unknownSizes } = props;
  const { a, b } = figures;
  const rows = rowsOf({ a, b, years, price });
  return (
    <Panel title="What the change does" flush>
      <div className="panel-body stack-tight">
        <p className="sentence m-0" aria-live="polite">
          {props.isSame ? "B is the same as A." : sentenceOf(props)}
        </p>
        {props.isFrozen ? (
          <p className="m-0">
            Frozen: the newest scheduled run failed, and nothing goes until one succeeds.
          </p>
        ) : null}
      </div>
      <table className="list lab-figures">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Figure</span>
            </th>
            <th scope="col" className="num">
              A
            </th>
            <th scope="col" className="num">
              B
            </th>
            <th scope="col" className="num">
              B beside A
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, a: ofA, b: ofB, beside }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="num">{ofA}</td>
              <td className="num">{ofB}</td>
              <td className="num">{beside}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="panel-foot muted m-0 lab-foot">
        Sizes are full sizes, at most: AWS stores and bills blocks that did not change once, so the
        bill is lower. Cost {toPriceText(price)}. Each run to come is taken to succeed at its moment
        with {toGiBText(props.runBytes)}, as the newest one has.
        {unknownSizes > 0 ? ` The size of ${unknownSizes} is unknown and counts as 0.` : ""}
      </p>
    </Panel>
  );
}

function sentenceOf(props: Parameters<typeof FiguresTable>[0]): string {
  const { nowA, nowB, figures } = props;
  const [goesByA, goesByB] = [goesOf(nowA), goesOf(nowB)];
  const more = nowB.filter(({ id }) => goesByB.has(id) && !goesByA.has(id));
  return differenceWords({
    more: more.length,
    moreText: `${toGiBText(bytesOf(more))} full size, at most`,
    fewer: nowA.filter(({ id }) => goesByA.has(id) && !goesByB.has(id)).length,
    year: figures.b.yearKeep - figures.a.yearKeep,
  });
}

function goesOf(verdicts: readonly Verdict[]): Set<string> {
  return new Set(verdicts.filter(({ stays }) => !stays).map(({ id }) => id));
}

function rowsOf(of: { a: SideFigures; b: SideFigures; years: number; price: number }) {
  const { a, b, years, price } = of;
  const then = years === 1 ? "in a year" : `in ${years} years`;
  const count = (label: string, read: (side: SideFigures) => number) => ({
    label,
    a: String(read(a)),
    b: String(read(b)),
    beside: signed(read(b) - read(a), String),
  });
  const size = (label: string, read: (side: SideFigures) => number) => ({
    label,
    a: toGiBText(read(a)),
    b: toGiBText(read(b)),
    beside: signed(read(b) - read(a), toGiBText),
  });
  const usd = (bytes: number) => toUsdText(monthlyUsdAtMost(bytes, price));
  const cost = (label: string, read: (side: SideFigures) => number) => ({
    label,
    a: usd(read(a)),
    b: usd(read(b)),
    beside: signed(read(b) - read(a), usd),
  });
  return [
    count("Stay now", (side) => side.keep),
    count("Would go now", (side) => side.remove),
    size("Full size that would go now, at most", (side) => side.removeBytes),
    ...(years === 1 ? [] : [count("Kept in a year", (side) => side.yearKeep)]),
    count(`Kept ${then}`, (side) => side.end.keep),
    size(`Full size ${then}, at most`, (side) => side.end.bytes),
    cost(`Cost of a month ${then}, at most`, (side) => side.end.bytes),
  ];
}

function signed(value: number, toText: (value: number) => string): string {
  if (value === 0) return "the same";
  return `${value > 0 ? "+" : "−"}${toText(Math.abs(value))}`;
}
