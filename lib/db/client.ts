import type { LibSQLDatabase } from "drizzle-orm/libsql";
import { drizzle } from "drizzle-orm/libsql/sqlite3";
import { fileDatabase } from "./file-database";
import { FileReader } from "./file-reader";
import { FileWriter } from "./file-writer";
import { makeClient } from "./make-client";
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

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { reading, writing, close } = options.url.startsWith("file:")
    ? openFile(options.url)
    : await openRemote(options);
  const mutex = new WriteMutex();
  return {
    read: reading,
    write: (work) => mutex.run(() => runWrite(writing, work)),
    close,
  };
}

interface Sides {
  reading: Drizzle;
  writing: Drizzle;
  close(): void;
}

/** No busy time-out: BUSY from another process is retried asynchronously by `runWrite`. */
function openFile(url: string): Sides {
  // First the writer, which sets the file's journal mode.
  const writer = new FileWriter(url);
  const reader = new FileReader(url);
  const close = (): void => {
    reader.close();
    writer.close();
  };
  return { reading: fileDatabase(reader), writing: fileDatabase(writer), close };
}

async function openRemote({ url, authToken }: DatabaseOptions): Promise<Sides> {
  const writer = await makeClient({ url, authToken, concurrency: 1 });
  const reader = await makeClient({ url, authToken, timeout: 0 });
  const close = (): void => {
    reader.close();
    writer.close();
  };
  return { reading: drizzle(reader, { schema }), writing: drizzle(writer, { schema }), close };
}
