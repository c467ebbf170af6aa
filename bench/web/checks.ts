import type { Figures } from "../report";

export interface Check {
  value: number;
  bound: string;
  met: boolean;
}

export function check(value: number, sign: "<=" | ">=", bound: number): Check {
  return { value, bound: `${sign} ${bound}`, met: sign === "<=" ? value <= bound : value >= bound };
}

/** What is bounded, with its bound, and the names of what is beyond it. */
export function toChecks(checks: Readonly<Record<string, Check>>): Figures {
  const bounds = Object.entries(checks).map(([name, { value, bound, met }]) => [
    name,
    `${value} ${bound}: ${met ? "met" : "NOT MET"}`,
  ]);
  const notMet = Object.keys(checks).filter((name) => checks[name]?.met === false);
  return { bounds: Object.fromEntries(bounds), notMet: notMet.join(", ") || "none" };
}
