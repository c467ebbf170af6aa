import { performance } from "node:perf_hooks";
import { countOption, textOption } from "./options";
import { round, say, type Figures } from "./report";
import { auditTampers } from "./security/audit-tampers";
import { canaries } from "./security/canaries";
import { guessing } from "./security/guessing";
import { fuzzSurface } from "./security/fuzz";
import { attackMatrix } from "./security/matrix";

/** One attack on the application; what it plants and counts stands above its function. */
export type SecurityPart = (input: {
  args: readonly string[];
  /** The same seed makes the same attack. */
  seed: number;
  /** A weakness to plant, of those that the part knows (`--break NAME`): its keys must show it. */
  bug: string | undefined;
}) => Promise<PartResult>;

export interface PartResult {
  figures: Figures;
  /** Keys that are out of bounds: the run fails. */
  wrong: readonly string[];
}

/** In the order in which they run. */
const PARTS: Readonly<Record<string, SecurityPart>> = {
  guessing,
  matrix: attackMatrix,
  fuzz: fuzzSurface,
  audit: auditTampers,
  canaries,
};

/**
 * Attacks on the built application, one part after another: `npm run bench -- security --json`.
 *
 * `--part NAME` runs one of them, `--seed N` repeats a run, `--break NAME` plants a weakness (with
 * `--part`). Keys: those of each part, `seed` and `seconds`.
 */
export async function benchSecurity(args: readonly string[]): Promise<Figures> {
  const from = performance.now();
  const seed = countOption(args, "seed", 1 + (Date.now() % 1_000_000));
  say(`seed ${seed}`);
  const figures: Figures = {};
  const wrong: string[] = [];
  for (const [name, part] of chosenParts(args)) {
    say(`${name} …`);
    const result = await part({ args, seed, bug: textOption(args, "break") });
    Object.assign(figures, result.figures);
    wrong.push(...result.wrong);
  }
  if (wrong.length > 0) {
    say(`Out of bounds: ${wrong.join(", ")}.`);
    process.exitCode = 1;
  }
  return { ...figures, seed, seconds: round((performance.now() - from) / 1_000) };
}

function chosenParts(args: readonly string[]): [string, SecurityPart][] {
  const name = textOption(args, "part");
  if (name === undefined && textOption(args, "break") !== undefined)
    throw new Error("--break goes with --part.");
  const parts = Object.entries(PARTS);
  if (name === undefined) return parts;
  const chosen = parts.filter(([part]) => part === name);
  if (chosen.length === 0)
    throw new Error(`--part takes ${Object.keys(PARTS).join(", ")}, not ${name}.`);
  return chosen;
}
