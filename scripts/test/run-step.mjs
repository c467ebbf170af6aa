import { runToEnd } from "../tools/child.mjs";

/**
 * Runs one step and says how it went. The output of a quiet step is shown only when it fails.
 * @param {{
 *   name: string, command: string[], args?: string[], env?: Record<string, string>,
 *   live?: boolean, read?: () => import("./summary.mjs").Counts | null,
 * }} step
 * @returns {Promise<import("./summary.mjs").StepResult>}
 */
export async function runStep(step) {
  const [program = "", ...first] = step.command;
  console.log(`▶ ${step.name}`);
  const startedAt = performance.now();
  const { code, output } = await runToEnd(program, [...first, ...(step.args ?? [])], {
    env: step.env,
    onLine: step.live ? undefined : () => {},
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const ok = code === 0;
  if (!ok && output) console.log(output.trimEnd());
  console.log(`${ok ? "✔" : "✘"} ${step.name}: ${ok ? "ok" : "FAILED"} (${seconds} s)\n`);
  return { name: step.name, ok, seconds, leftOut: null, counts: step.read?.() ?? null };
}
