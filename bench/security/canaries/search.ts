import { formsOf, type Canary } from "./canary";

export interface Search {
  /** From now on it is looked for. */
  plant(canary: Canary): void;
  /** Looks through a place; `shown` are what it is meant to show once. */
  look(place: string, content: string | Buffer, shown?: readonly Canary[]): void;
  /** One line for each canary and place: what, how written, where. Never the secret itself. */
  hits(): string[];
  planted(): number;
  places(): number;
  bytes(): number;
}

export function createSearch(): Search {
  const canaries = new Map<string, { canary: Canary; forms: Map<string, Buffer> }>();
  const hits = new Set<string>();
  let places = 0;
  let bytes = 0;
  return {
    plant(canary) {
      canaries.set(canary.value, { canary, forms: formsOf(canary.value) });
    },
    look(place, content, shown = []) {
      const buffer = typeof content === "string" ? Buffer.from(content, "utf8") : content;
      places += 1;
      bytes += buffer.byteLength;
      for (const { canary, forms } of canaries.values()) {
        if (shown.some(({ value }) => value === canary.value)) continue;
        const found = [...forms].find(([, form]) => buffer.includes(form));
        if (found) hits.add(`${canary.what}, ${found[0]}, in ${place}`);
      }
    },
    hits: () => [...hits],
    planted: () => canaries.size,
    places: () => places,
    bytes: () => bytes,
  };
}
