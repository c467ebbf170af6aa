import { FileConnection, type FileResult } from "./file-connection";

/** The reading connection to a database file: it refuses every write. */
export class FileReader {
  readonly #connection: FileConnection;

  constructor(url: string) {
    this.#connection = new FileConnection(url, ["query_only = ON"]);
  }

  async execute(sql: string, args?: readonly unknown[]): Promise<FileResult> {
    return this.#connection.execute(sql, args);
  }

  close(): void {
    this.#connection.close();
  }
}
