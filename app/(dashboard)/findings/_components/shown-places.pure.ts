import type { ReconcileRunDto } from "#lib/reconcile/dto";

export const PLACES_SHOWN = 20;

export interface ShownPlaces {
  places: readonly ReconcileRunDto[];
  /** From 1 on; what the address says, within what there is. */
  part: number;
  parts: number;
  total: number;
}

/** A fleet has hundreds of places: those that broke off first, then by account and region. */
export function toShownPlaces(all: readonly ReconcileRunDto[], wanted: string): ShownPlaces {
  const parts = Math.max(1, Math.ceil(all.length / PLACES_SHOWN));
  const number = /^\d{1,6}$/.test(wanted) ? Number(wanted) : 1;
  const part = Math.min(parts, Math.max(1, number));
  const places = all
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice((part - 1) * PLACES_SHOWN, part * PLACES_SHOWN);
  return { places, part, parts, total: all.length };
}

function rankOf({ run }: ReconcileRunDto): number {
  if (run?.state === "failed") return 0;
  return run?.state === "running" ? 1 : 2;
}
