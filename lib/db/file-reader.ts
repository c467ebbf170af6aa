import type { Client, InStatement, ResultSet } from "@libsql/client";
import { FileConnection } from "./file-connection";

/** The reading connection to a database file, for Drizzle: it refuses every write. */
export function openFileReader(url: string): Client {
  return new FileReader(url) as unknown as Client satisfies Client;
}

/** What Drizzle asks of a client for single statements. */
class FileReader {
  readonly protocol = "file";
  readonly #connection: FileConnection;

  constructor(url: string) {
    this.#connection = new FileConnection(url, ["query_only = ON"]);
  }

  get closed(): boolean {
    return !this.#connection.isOpen;
  }

  async execute(statement: InStatement): Promise<ResultSet> {
    return this.#connection.execute(statement);
  }

  close(): void {
    this.#connection.close();
  }
}
