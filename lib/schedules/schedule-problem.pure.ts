/** Where a schedule is wrong; forms show the message beside the input of that name. */
export type ScheduleField =
  | "schedule"
  | "minute"
  | "hour"
  | "dayOfMonth"
  | "month"
  | "dayOfWeek"
  | "hours"
  | "days"
  | "day"
  | "timeZone";

export interface ScheduleProblem {
  readonly field: ScheduleField;
  /** One or two sentences: what is wrong, and what would be right. Safe to show. */
  readonly message: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ScheduleProblem };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused(problem: ScheduleProblem): {
  readonly ok: false;
  readonly problem: ScheduleProblem;
} {
  return { ok: false, problem };
}

/** What a person typed, short enough to be repeated in a message. */
export function quote(text: string): string {
  return `“${text.length > QUOTED_CHARACTERS_MAX ? `${text.slice(0, QUOTED_CHARACTERS_MAX)}…` : text}”`;
}

const QUOTED_CHARACTERS_MAX = 40;
