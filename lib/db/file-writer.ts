import type Libsql from "libsql";
import { FileConnection, type FileResult } from "./file-connection";

type Statement = Libsql.Statement<unknown[]>;

/** Durability is what we sell: FULL makes every commit survive a power cut. */
const PRAGMAS = ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"];

/**
 * The writing connection to a database file. `@libsql/client` prepares BEGIN anew for every
 * transaction and never resets one that found the lock taken: it stays in progress, and no later
 * COMMIT of its connection succeeds (libsql 0.5.29). Here BEGIN is one prepared statement, which
 * running again resets.
 */
export class FileWriter {
  readonly #connection: FileConnection;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;

  constructor(url: string) {
    this.#connection = new FileConnection(url, PRAGMAS);
    this.#begin = this.#connection.prepare("BEGIN IMMEDIATE");
    this.#commit = this.#connection.prepare("COMMIT");
    this.#rollback = this.#connection.prepare("ROLLBACK");
  }

  /** What is executed within `transact` is part of it. */
  async execute(sql: string, args?: readonly unknown[]): Promise<FileResult> {
    return this.#connection.execute(sql, args);
  }

  /** One at a time: whoever calls waits for the one before (see write-mutex.ts). */
  async transact<T>(work: () => Promise<T>): Promise<T> {
    this.#begin.run();
    try {
      const result = await work();
      // A statement that failed badly has ended the transaction: there is nothing to commit.
      if (!this.#connection.inTransaction) throw new Error("The transaction was rolled back.");
      this.#commit.run();
      return result;
    } catch (error) {
      if (this.#connection.inTransaction) this.#rollback.run();
      throw error;
    }
  }

  close(): void {
    this.#connection.close();
  }
}
