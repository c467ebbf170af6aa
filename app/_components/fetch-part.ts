import { toast } from "./popups";

/** A part of the page that is fetched when it is wanted; null, and told, where the server is away. */
export async function fetchPart<Part>(load: () => Promise<Part>): Promise<Part | null> {
  try {
    return await load();
  } catch {
    const text = "The server did not answer. Check the connection and try again.";
    void toast({ tone: "error", text });
    return null;
  }
}
