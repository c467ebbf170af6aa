/** The first step after `told` (how many steps have been told, from 0 on) that has a channel. */
export function findNextStep(steps: readonly number[], told: number): number | null {
  const later = steps.filter((step) => step >= Math.max(told, 1));
  return later.length === 0 ? null : Math.min(...later);
}
