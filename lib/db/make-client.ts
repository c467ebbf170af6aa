import type { Client, Config } from "@libsql/client";

/** What speaks to a remote database is loaded where there is one: 6 MiB in every process. */
export async function makeClient(config: Config): Promise<Client> {
  const { createClient } = config.url.startsWith("file:")
    ? await import("@libsql/client/sqlite3")
    : await import("@libsql/client");
  return createClient(config);
}
