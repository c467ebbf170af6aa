/**
 * Why AWS refuses a `cron(…)`, in words; null for one it takes. What its documentation allows, and
 * nothing that only some reader of cron lets pass.
 */
export function checkAwsCron(text: string): string | null {
  if (text.length > EXPRESSION_MAX) return `It is longer than ${EXPRESSION_MAX} characters.`;
  const inside = /^cron\((.*)\)$/.exec(text)?.[1];
  if (inside === undefined) return "It is not cron(…).";
  const fields = inside.split(" ");
  if (fields.length !== FIELDS.length) {
    return "It has not six fields, each apart from the next by one space.";
  }
  const open = fields.filter((field) => field === "?").length;
  if (open !== 1) return "One of day of the month and weekday is “?”, and only one.";
  for (const [index, field] of FIELDS.entries()) {
    const own = fields[index] ?? "";
    if (!isField({ text: own, field })) return `The ${field.label} “${own}” is not AWS's.`;
  }
  return null;
}

interface AwsField {
  label: string;
  min: number;
  max: number;
  names: readonly string[];
  /** The largest step; 0 where AWS takes none. */
  stepMax: number;
  /** What stands alone in the field: never in a list. */
  alone: RegExp | null;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const FIELDS: readonly AwsField[] = [
  { label: "minute", min: 0, max: 59, names: [], stepMax: 59, alone: null },
  { label: "hour", min: 0, max: 23, names: [], stepMax: 23, alone: null },
  {
    label: "day of the month",
    min: 1,
    max: 31,
    names: [],
    stepMax: 30,
    alone: /^(\?|L|([1-9]|[12]\d|3[01])W)$/,
  },
  { label: "month", min: 1, max: 12, names: MONTHS, stepMax: 11, alone: null },
  {
    label: "weekday",
    min: 1,
    max: 7,
    names: WEEKDAYS,
    stepMax: 0,
    alone: /^(\?|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)?L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/,
  },
  { label: "year", min: 1970, max: 2199, names: [], stepMax: 229, alone: null },
];

function isField({ text, field }: { text: string; field: AwsField }): boolean {
  return field.alone?.test(text) || text.split(",").every((part) => isElement({ part, field }));
}

function isElement({ part, field }: { part: string; field: AwsField }): boolean {
  const [base = "", step, ...more] = part.split("/");
  if (more.length > 0 || (step !== undefined && !isStep({ step, field }))) return false;
  if (base === "*") return true;
  const [from = "", to = from, ...rest] = base.split("-");
  const first = valueOf({ text: from, field });
  const last = valueOf({ text: to, field });
  return rest.length === 0 && first !== null && last !== null && first <= last;
}

function isStep({ step, field }: { step: string; field: AwsField }): boolean {
  return /^[1-9]\d{0,2}$/.test(step) && Number(step) <= field.stepMax;
}

function valueOf({ text, field }: { text: string; field: AwsField }): number | null {
  const named = field.names.indexOf(text);
  if (named >= 0) return named + field.min;
  const value = /^\d+$/.test(text) && text.length <= String(field.max).length ? Number(text) : -1;
  return value >= field.min && value <= field.max ? value : null;
}

const EXPRESSION_MAX = 256;
