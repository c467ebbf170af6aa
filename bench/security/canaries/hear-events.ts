import type { Planting } from "./tools";

/** Listens to what open pages are told, until it is stopped. */
export function hearEvents({ world, search, admin }: Planting): { stop(): Promise<void> } {
  const controller = new AbortController();
  let told = "";
  const listen = async (): Promise<void> => {
    const { signal } = controller;
    const { headers } = admin;
    const response = await fetch(new URL("/api/events", world.url), { headers, signal });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) told += decoder.decode(chunk, { stream: true });
  };
  const listening = listen().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    async stop() {
      controller.abort();
      await listening;
      if (!told.includes("data:")) throw new Error("No event was heard.");
      search.look("events of open pages", told);
    },
  };
}
