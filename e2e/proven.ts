import { createClient } from "@libsql/client";
import type { Product } from "./product";

const BUSY_MS = 5_000;

/** As if every session had proven its password this long ago. */
export async function setProven({ databaseUrl }: Product, minutesAgo: number): Promise<void> {
  const database = createClient({ url: databaseUrl, timeout: BUSY_MS });
  const at = Date.now() - minutesAgo * 60_000;
  await database.execute({
    sql: "update sessions set proven_at = ? where ended_at is null",
    args: [at],
  });
  database.close();
}
