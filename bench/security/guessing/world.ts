import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readDeviceToken } from "#lib/auth/device-token";
import { migrateDatabase } from "#lib/db/migrate";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { seededRandom } from "#lib/testing/seeded-random";
import { signInByNextAuth, type Guess, type Way } from "./ways";

export interface GuessingWorld {
  /** Two web processes on one database. */
  runtimes: readonly [TestRuntime, TestRuntime];
  /** 0 to below `below`, the same by the same seed. */
  dice(below: number): number;
  advance(ms: number): void;
  close(): Promise<void>;
}

export async function createGuessingWorld(seed: number): Promise<GuessingWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-bench-guessing-"));
  const url = `file:${path.join(folder, "amivault.db")}`;
  await migrateDatabase({ url, folder: path.resolve("lib/db/migrations") });
  const first = await createTestRuntime({ seed: `first-${seed}`, folder });
  const second = await createTestRuntime({ seed: `second-${seed}`, folder });
  const random = seededRandom(`guessing-${seed}`);
  return {
    runtimes: [first, second],
    dice: (below) => Buffer.from(random(4)).readUInt32BE() % below,
    advance(ms) {
      first.clock.advance(ms);
      second.clock.advance(ms);
    },
    async close() {
      await second.close();
      await first.close();
    },
  };
}

/** Instants at which guesses were looked at, by whom they are counted for. */
export class Checked {
  readonly #instants = new Map<string, number[]>();
  signedIn = 0;

  async try(world: GuessingWorld, way: Way, given: Guess & { countsFor: string }): Promise<string> {
    const { countsFor, ...guess } = given;
    const runtime = world.runtimes[world.dice(2)] ?? world.runtimes[0];
    const outcome = await way(runtime, guess);
    if (outcome === "signedIn") this.signedIn++;
    if (outcome !== "limited") {
      this.#instants.set(countsFor, [
        ...(this.#instants.get(countsFor) ?? []),
        runtime.clock.now(),
      ]);
    }
    return outcome;
  }

  lists(): number[][] {
    return [...this.#instants.values()];
  }
}

/** A person's own browser, which signs in again and again. */
export class OwnBrowser {
  #cookies: readonly string[] = [];
  refused = 0;

  constructor(
    private readonly world: GuessingWorld,
    private readonly own: Guess,
  ) {}

  get cookies(): readonly string[] {
    return this.#cookies;
  }

  async signIn(otp?: string): Promise<void> {
    const runtime = this.world.runtimes[this.world.dice(2)] ?? this.world.runtimes[0];
    const guess = { ...this.own, cookies: this.#cookies, ...(otp === undefined ? {} : { otp }) };
    const { outcome, cookies } = await signInByNextAuth(runtime, guess);
    if (outcome === "signedIn") this.#cookies = cookies;
    else this.refused++;
  }

  async mistype(): Promise<void> {
    const guess = { ...this.own, password: "a-typo-of-the-owner", cookies: this.#cookies };
    await signInByNextAuth(this.world.runtimes[0], guess);
  }

  async deviceId(): Promise<string> {
    const token = (this.#cookies[0] ?? "").split("=")[1] ?? "";
    return (await readDeviceToken(this.world.runtimes[0], token))?.deviceId ?? "";
  }
}
