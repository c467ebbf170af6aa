import { textPattern } from "../core/text-pattern";
import { arnMatches } from "./arn-pattern";
import type { ConditionBlock } from "./document";

/** Condition keys in lower case, for IAM does not look at their case; several values at once are a list. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

type Test = (of: { wanted: string; value: string }) => boolean;

const equals: Test = ({ wanted, value }) => wanted === value;
const equalsAnyCase: Test = ({ wanted, value }) => wanted.toLowerCase() === value.toLowerCase();
const like: Test = ({ wanted, value }) => textPattern(wanted).test(value);
const arnLike: Test = ({ wanted, value }) => arnMatches({ pattern: wanted, arn: value });

/** `not`: holds where none of the wanted values does, and where the key is missing. */
const OPERATORS: Readonly<Record<string, { test: Test; not?: true }>> = {
  StringEquals: { test: equals },
  StringNotEquals: { test: equals, not: true },
  StringEqualsIgnoreCase: { test: equalsAnyCase },
  StringNotEqualsIgnoreCase: { test: equalsAnyCase, not: true },
  StringLike: { test: like },
  StringNotLike: { test: like, not: true },
  ArnEquals: { test: arnLike },
  ArnNotEquals: { test: arnLike, not: true },
  ArnLike: { test: arnLike },
  ArnNotLike: { test: arnLike, not: true },
  Bool: { test: equalsAnyCase },
};

interface Operator {
  quantifier?: "ForAllValues" | "ForAnyValue" | undefined;
  name: string;
  ifExists: boolean;
}

function readOperator(text: string): Operator {
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  return {
    quantifier: quantifier === undefined ? undefined : (quantifier as Operator["quantifier"]),
    name,
    ifExists: ifExists !== undefined,
  };
}

export function isKnownOperator(text: string): boolean {
  const { name } = readOperator(text);
  return name === "Null" || Object.hasOwn(OPERATORS, name);
}

/** True when every operator holds for every key that it names. */
export function conditionsHold(of: {
  conditions: ConditionBlock | undefined;
  context: ConditionContext;
}): boolean {
  return Object.entries(of.conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds({
        operator: readOperator(operator),
        values: of.context.get(key.toLowerCase()),
        wanted: [wanted].flat().map(String),
      }),
    ),
  );
}

function holds(of: {
  operator: Operator;
  values: readonly string[] | undefined;
  wanted: readonly string[];
}): boolean {
  const { operator, values = [], wanted } = of;
  const { quantifier, name, ifExists } = operator;
  if (name === "Null") return wanted.includes(String(values.length === 0));
  const rule = OPERATORS[name];
  if (rule === undefined) throw new Error(`the simulator does not know the operator ${name}`);
  const one = (value: string): boolean =>
    wanted.some((text) => rule.test({ wanted: text, value })) !== (rule.not ?? false);
  if (quantifier === "ForAllValues") return values.every(one);
  if (quantifier === "ForAnyValue") return values.some(one);
  if (values.length === 0) return ifExists || rule.not === true;
  return rule.not === true ? values.every(one) : values.some(one);
}
