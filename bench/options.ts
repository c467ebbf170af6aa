/** The value after `--name`, or undefined. */
export function textOption(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(`--${name}`);
  return at === -1 ? undefined : args[at + 1];
}

/** A whole number of at least 1 after `--name`, or `fallback` where it is left out. */
export function countOption(args: readonly string[], name: string, fallback: number): number {
  const text = textOption(args, name);
  if (text === undefined) return fallback;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new Error(`--${name} takes a whole number of at least 1, not ${text}.`);
}
