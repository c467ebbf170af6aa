import type { ComparedDto, ComparisonPartDto } from "#lib/retention/compare-dto";
import type { ComparePoliciesInput } from "#lib/retention/compare-schemas";
import { addParts, NOTHING_COMPARED, sumOf } from "#lib/retention/comparison-sum.pure";

export interface Comparison extends Pick<ComparisonPartDto, "accounts" | "losers"> {
  /** Null where there is no instance. */
  total: ComparedDto | null;
  instancesInAll: number;
}

/** The server refused; `status` tells rules that are wrong (422) from trouble. */
export class ComparisonRefused extends Error {
  constructor(readonly status: number) {
    super(`The comparison was refused with ${status}.`);
  }
}

/** Page by page over the whole fleet: the server is never busy with it for long. */
export async function runComparison(
  input: ComparePoliciesInput,
  options: { signal?: AbortSignal; onProgress?: (comparison: Comparison) => void } = {},
): Promise<Comparison> {
  let sum: Pick<ComparisonPartDto, "accounts" | "losers"> = NOTHING_COMPARED;
  let instancesInAll = 0;
  let cursor: string | undefined;
  do {
    const part = await readPart({ ...input, cursor }, options.signal);
    sum = addParts(sum, part);
    instancesInAll = part.instancesInAll ?? instancesInAll;
    cursor = part.nextCursor ?? undefined;
    options.onProgress?.({ ...sum, total: sumOf(sum.accounts), instancesInAll });
  } while (cursor !== undefined);
  return { ...sum, total: sumOf(sum.accounts), instancesInAll };
}

async function readPart(
  input: ComparePoliciesInput,
  signal: AbortSignal | undefined,
): Promise<ComparisonPartDto> {
  const response = await fetch("/api/policies/compare", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw new ComparisonRefused(response.status);
  return response.json();
}
