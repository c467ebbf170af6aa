import { DAY } from "../clock";

/** A plan that nobody answers is worth nothing after so long. */
export const PLAN_LIFE_MS = DAY;
