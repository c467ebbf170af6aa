import { createClient } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { openFileReader } from "./file-reader";
import { openFileWriter } from "./file-writer";
import { WriteMutex } from "./write-mutex";
import { runWrite, type Tx } from "./tx";
import * as schema from "./schema";

export type Schema = typeof schema;
type Drizzle = LibSQLDatabase<Schema>;

/** What repositories take: the reading side or an open transaction. */
export type Queryable = Pick<Drizzle, "select" | "selectDistinct" | "$count"> | Tx;

export interface Database {
  /** Reads outside a transaction; refuses to write. */
  readonly read: Drizzle;
  /**
   * Runs `work` in one IMMEDIATE transaction, after every earlier write of this process.
   * Await nothing but the transaction inside: a busy wait of libSQL blocks the event loop.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): void;
}

export interface DatabaseOptions {
  /** `file:…` or `libsql://…` */
  url: string;
  authToken?: string | undefined;
}

/** `timeout: 0`: BUSY from another process is retried asynchronously by `runWrite`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, authToken } = options;
  // First the writer, which sets the file's journal mode.
  const isFile = url.startsWith("file:");
  const writer = isFile ? openFileWriter(url) : createClient({ url, authToken, concurrency: 1 });
  const reader = isFile ? openFileReader(url) : createClient({ url, authToken, timeout: 0 });
  const writing = drizzle(writer, { schema });
  const mutex = new WriteMutex();
  return {
    read: drizzle(reader, { schema }),
    write: (work) => mutex.run(() => runWrite(writing, work)),
    close() {
      reader.close();
      writer.close();
    },
  };
}
