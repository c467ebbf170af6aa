export type Figure = number | string | boolean | { readonly [name: string]: Figure };
export type Figures = Record<string, Figure>;
/** `args`: the command line, for `textOption` and `countOption`. */
export type Bench = (args: readonly string[]) => Promise<Figures>;

/** Progress, beside the result on standard output. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function printJson(figures: Figures): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

export function printTable(figures: Figures): void {
  const width = Math.max(...Object.keys(figures).map((key) => key.length));
  for (const [key, value] of Object.entries(figures)) {
    const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
    process.stdout.write(`${key.padEnd(width)}  ${shown}\n`);
  }
}

export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** The value below which `share` of the samples lie; 0 for none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
