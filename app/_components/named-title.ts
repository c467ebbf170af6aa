import type { Metadata } from "next";
import { toOneDirection } from "#lib/one-direction.pure";

/**
 * A tab, the history and a screen reader say which one is shown: "orders-db · Instance". Why one
 * cannot be read is the page's to tell, which reads the same; the title then names its kind alone.
 */
export async function toNamedTitle(kind: string, name: Promise<string>): Promise<Metadata> {
  const read = toOneDirection(await name.catch(() => ""));
  return { title: read === "" ? kind : `${read} · ${kind}` };
}
