import { createClient } from "@libsql/client";
import { vi } from "vitest";
import { FileReader } from "../db/file-reader";
import type { Runtime } from "../runtime";

/** What SQLite does for the queries that `work` sends to the reading side. */
export async function explainReads(
  runtime: Pick<Runtime, "config">,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const reads = vi.spyOn(FileReader.prototype, "execute");
  await work();
  const sent = reads.mock.calls.map(([sql]) => sql);
  reads.mockRestore();
  const client = createClient({ url: runtime.config.database.url });
  const plans: string[] = [];
  for (const sql of sent) {
    const { rows } = await client.execute(`explain query plan ${sql.replaceAll("?", "1")}`);
    plans.push(...rows.map((row) => String(row["detail"])));
  }
  client.close();
  return plans;
}
