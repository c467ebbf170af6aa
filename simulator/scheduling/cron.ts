/** The six fields of AWS's `cron()`, read into what they match. */
export interface Cron {
  /** Ascending. */
  minutes: readonly number[];
  hours: readonly number[];
  matchesDay: (date: LocalDate) => boolean;
  firstYear: number;
  lastYear: number;
}

export interface LocalDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

interface Field {
  min: number;
  max: number;
  names: readonly string[];
  /** The largest increment after `/`. */
  stepMax: number;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** SUN = 1. */
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const MINUTES: Field = { min: 0, max: 59, names: [], stepMax: 59 };
const HOURS: Field = { min: 0, max: 23, names: [], stepMax: 23 };
const DAYS: Field = { min: 1, max: 31, names: [], stepMax: 31 };
const MONTH: Field = { min: 1, max: 12, names: MONTHS, stepMax: 12 };
const WEEKDAY: Field = { min: 1, max: 7, names: WEEKDAYS, stepMax: 7 };
const YEARS: Field = { min: 1970, max: 2199, names: [], stepMax: 229 };

/** What stands between `cron(` and `)`; undefined when it is not of AWS's grammar. */
export function readCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = fields;
  if (fields.length !== 6 || (day === "?") === (weekday === "?")) return undefined;
  const minutes = readValues({ text: minute, field: MINUTES });
  const hours = readValues({ text: hour, field: HOURS });
  const months = readValues({ text: month, field: MONTH });
  const years = readValues({ text: year, field: YEARS });
  const dayTest = weekday === "?" ? readDayOfMonth(day) : readDayOfWeek(weekday);
  if (minutes === undefined || hours === undefined || months === undefined) return undefined;
  if (years === undefined || dayTest === undefined) return undefined;
  return {
    minutes,
    hours,
    matchesDay: (date) => months.includes(date.month) && years.includes(date.year) && dayTest(date),
    firstYear: years[0] ?? YEARS.min,
    lastYear: years.at(-1) ?? YEARS.max,
  };
}

type DayTest = (date: LocalDate) => boolean;

function readDayOfMonth(text: string): DayTest | undefined {
  if (text === "L") return (date) => date.day === lastDay(date);
  const nearest = /^(\d{1,2})W$/.exec(text);
  if (nearest !== null) {
    const target = Number(nearest[1]);
    if (target < DAYS.min || target > DAYS.max) return undefined;
    return (date) => date.day === nearestWorkday({ ...date, day: target });
  }
  const days = readValues({ text, field: DAYS });
  return days && ((date) => days.includes(date.day));
}

function readDayOfWeek(text: string): DayTest | undefined {
  // "L" alone is the last day of the week.
  if (text === "L") return (date) => weekdayOf(date) === 7;
  const last = /^(\w+)L$/.exec(text);
  if (last !== null) {
    const weekday = readValue({ text: last[1] ?? "", field: WEEKDAY });
    return weekday === undefined
      ? undefined
      : (date) => weekdayOf(date) === weekday && date.day + 7 > lastDay(date);
  }
  const nth = /^(\w+)#(\d)$/.exec(text);
  if (nth !== null) {
    const weekday = readValue({ text: nth[1] ?? "", field: WEEKDAY });
    const count = Number(nth[2]);
    if (weekday === undefined || count < 1 || count > 5) return undefined;
    return (date) => weekdayOf(date) === weekday && Math.ceil(date.day / 7) === count;
  }
  const weekdays = readValues({ text, field: WEEKDAY });
  return weekdays && ((date) => weekdays.includes(weekdayOf(date)));
}

/** Every value of a field of lists, ranges and increments, ascending. */
function readValues({ text, field }: { text: string; field: Field }): number[] | undefined {
  const found = new Set<number>();
  const parts = text.split(",");
  for (const part of parts) {
    // "*" among others says nothing; AWS's grammar has it alone or before "/".
    if (part === "*" && parts.length > 1) return undefined;
    const values = readPart({ text: part, field });
    if (values === undefined) return undefined;
    for (const value of values) found.add(value);
  }
  return [...found].toSorted((a, b) => a - b);
}

function readPart({ text, field }: { text: string; field: Field }): number[] | undefined {
  const [range = "", stepText, ...rest] = text.split("/");
  if (rest.length > 0) return undefined;
  const step = stepText === undefined ? 1 : readStep({ text: stepText, field });
  const span = readSpan({ text: range, field, isOpen: stepText !== undefined });
  if (step === undefined || span === undefined) return undefined;
  const values: number[] = [];
  for (let value = span.from; value <= span.to; value += step) values.push(value);
  return values;
}

/** `*`, `a-b`, or one value; with an increment, a value stands for all from it on. */
function readSpan(of: {
  text: string;
  field: Field;
  isOpen: boolean;
}): { from: number; to: number } | undefined {
  const { text, field, isOpen } = of;
  if (text === "*") return { from: field.min, to: field.max };
  const [first = "", second, ...rest] = text.split("-");
  if (rest.length > 0) return undefined;
  const from = readValue({ text: first, field });
  if (from === undefined) return undefined;
  if (second === undefined) return { from, to: isOpen ? field.max : from };
  const to = readValue({ text: second, field });
  return to === undefined || to < from ? undefined : { from, to };
}

function readStep({ text, field }: { text: string; field: Field }): number | undefined {
  if (!/^\d{1,3}$/.test(text)) return undefined;
  const step = Number(text);
  return step >= 1 && step <= field.stepMax ? step : undefined;
}

function readValue({ text, field }: { text: string; field: Field }): number | undefined {
  const named = field.names.indexOf(text);
  if (named >= 0) return named + 1;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : undefined;
}

const weekdayOf = ({ year, month, day }: LocalDate): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

const lastDay = ({ year, month }: LocalDate): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Monday to Friday closest to a day, in its own month; none in a month without that day. */
function nearestWorkday(date: LocalDate): number | undefined {
  const last = lastDay(date);
  if (date.day > last) return undefined;
  const weekday = weekdayOf(date);
  if (weekday === 7) return date.day === 1 ? 3 : date.day - 1;
  if (weekday === 1) return date.day === last ? date.day - 2 : date.day + 1;
  return date.day;
}
