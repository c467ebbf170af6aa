import type { RuleDto } from "#lib/discovery/rules/dto";
import { Link } from "../../../../_components/link";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  PauseCircleIcon,
  WarningIcon,
} from "../../../../_components/outcome-icons";
import { Badge } from "../../../../_components/status-badge";
import { toConditionWords, toGiftWords, toWhereWords } from "./rule-words.pure";

export function RuleTable({ rules }: { rules: readonly RuleDto[] }) {
  return (
    <table className="list list-cards list-wide">
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">State</th>
          <th scope="col">Matches when</th>
          <th scope="col">Where</th>
          <th scope="col">Gives</th>
          <th scope="col" className="num">
            Match
          </th>
          <th scope="col" className="num">
            Protected by it
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.id}>
            <td>
              <span className="cell-title">
                <Link href={`/instances/rules/${rule.id}`} className="hostile">
                  {rule.name}
                </Link>
              </span>
            </td>
            <td data-label="State">
              <RuleState rule={rule} />
            </td>
            <td data-label="Matches when">
              <Conditions rule={rule} />
            </td>
            <td data-label="Where">{toWhereWords(rule)}</td>
            <td data-label="Gives" className="wrap hostile">
              {toGiftWords(rule)}
            </td>
            <td data-label="Match" className="num">
              {rule.matchCount.toLocaleString("en")}
            </td>
            <td data-label="Protected by it" className="num">
              {rule.protectedCount?.toLocaleString("en") ?? <AllAccounts />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number that is known over all accounts alone. */
export function AllAccounts() {
  return <span className="muted">not by account</span>;
}

function Conditions({ rule: { conditions } }: { rule: RuleDto }) {
  if (conditions.length === 0) return <span className="muted">always</span>;
  return (
    <span className="two-lines">
      {conditions.map((condition) => (
        <span key={JSON.stringify(condition)} className="hostile" dir="auto">
          {toConditionWords(condition)}
        </span>
      ))}
    </span>
  );
}

export function RuleState({ rule }: { rule: RuleDto }) {
  if (!rule.enabled) {
    return (
      <Badge tone="quiet" icon={<PauseCircleIcon />}>
        Off
      </Badge>
    );
  }
  if (rule.error !== null) {
    return (
      <Badge tone="bad" icon={<CrossCircleIcon />}>
        Cannot protect
      </Badge>
    );
  }
  if (rule.fellFrom !== null) {
    return (
      <Badge tone="warn" icon={<WarningIcon />}>
        Fewer match: {rule.fellFrom} before
      </Badge>
    );
  }
  return (
    <Badge tone="ok" icon={<CheckCircleIcon />}>
      On
    </Badge>
  );
}
