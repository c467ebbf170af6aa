import { MINUTE } from "#lib/clock";
import { guesses } from "#lib/db/schema/index";
import { TEST_PASSWORD, createTestSession, createTestUser } from "#lib/testing/people";
import { giveSecondFactor } from "#lib/testing/second-factor";
import { countOption } from "../options";
import { say } from "../report";
import type { SecurityPart } from "../security";
import { plantBug } from "./guessing/bugs";
import { mostInAnHour } from "./guessing/sliding";
import { byApi, byForm, byNextAuth, bySession } from "./guessing/ways";
import { Checked, OwnBrowser, createGuessingWorld, type GuessingWorld } from "./guessing/world";

const MINUTES = 200;
const MINUTES_WITH_BUG = 75;
const ADDRESSES = 1_000;
const OWN_ADDRESS = "198.51.100.7";
const WRONG = "wrong-wrong-wrong";

/**
 * Guesses as fast as they are answered through every way in, against two web processes on one database
 * whose clock moves, for more than three hours: at one user from the owner's own address and, with a
 * stolen session and a stolen device, from another; at a second one from a thousand addresses; at the
 * codes of a third by whoever knows the password. Meanwhile all of them sign in from a known device
 * every five minutes.
 *
 * `--minutes 200`, with `--break NAME` 75: an hour and a little shows each of them. Keys:
 * `bruteForceGuessesPerHour`, `distributedGuessesPerHour` and `wrongCodesPerHour` are the most that
 * were looked at in any hour; `toldWhileLimited` counts answers to right passwords that were limited
 * and told so.
 */
export const guessing: SecurityPart = async ({ args, seed, bug }) => {
  const minutes = countOption(args, "minutes", bug === undefined ? MINUTES : MINUTES_WITH_BUG);
  const world = await createGuessingWorld(seed);
  try {
    const first = await attackPasswords(world, { minutes, bug });
    const second = await attackCodes(world, minutes);
    const figures = {
      bruteForceGuessesPerHour: first.bruteForce,
      distributedGuessesPerHour: first.distributed,
      wrongCodesPerHour: second.wrongCodes,
      ownerLockedOut: first.refused + second.refused > 0,
      ownerSignIns: first.signIns + second.signIns,
      toldWhileLimited: first.told,
      guessRowsMax: first.rowsMax,
    };
    const wrong = [
      ...(figures.bruteForceGuessesPerHour > 20 ? ["bruteForceGuessesPerHour"] : []),
      ...(figures.distributedGuessesPerHour > 100 ? ["distributedGuessesPerHour"] : []),
      ...(figures.wrongCodesPerHour > 10 ? ["wrongCodesPerHour"] : []),
      ...(figures.ownerLockedOut ? ["ownerLockedOut"] : []),
      ...(figures.toldWhileLimited > 0 ? ["toldWhileLimited"] : []),
    ];
    return { figures, wrong };
  } finally {
    await world.close();
  }
};

async function attackPasswords(
  world: GuessingWorld,
  { minutes, bug }: { minutes: number; bug: string | undefined },
) {
  const [runtime] = world.runtimes;
  const user = await createTestUser(runtime, { username: "owner" });
  const own = { username: "owner", password: TEST_PASSWORD };
  const laptop = new OwnBrowser(world, { ...own, address: OWN_ADDRESS });
  const phone = new OwnBrowser(world, { ...own, address: "198.51.100.8" });
  await createTestUser(runtime, { username: "famous" });
  const famous = { username: "famous", password: TEST_PASSWORD, address: "198.51.100.9" };
  const browsers = [laptop, new OwnBrowser(world, famous)];
  for (const browser of [...browsers, phone]) await browser.signIn();
  if (bug !== undefined) await plantBug(runtime, { name: bug, deviceId: await laptop.deviceId() });
  const stolen = await createTestSession(runtime, { user, kind: "web" });
  const near = [byApi, byNextAuth, byForm];
  const thief = [byNextAuth, bySession(stolen, "proof"), bySession(stolen, "password"), byApi];
  const one = new Checked();
  const all = new Checked();
  let told = 0;
  let rowsMax = 0;
  let signIns = 0;
  const guess = { username: "owner", password: WRONG };
  for (let minute = 0; minute < minutes; minute++) {
    const fromAll = Array.from({ length: minute === 0 ? ADDRESSES : ADDRESSES / 50 }, () => {
      const address = addressAt(world.dice(ADDRESSES));
      const way = near[world.dice(near.length)] ?? byApi;
      return all.try(world, way, { ...guess, username: "famous", address, countsFor: "all" });
    });
    const fromNear = near.map((way) =>
      one.try(world, way, { ...guess, address: OWN_ADDRESS, countsFor: "near" }),
    );
    const fromThief = thief.map((way) =>
      one.try(world, way, {
        ...guess,
        address: "203.0.113.66",
        cookies: phone.cookies,
        countsFor: "thief",
      }),
    );
    const outcomes = await Promise.all([...fromNear, ...fromThief, ...fromAll]);
    if (outcomes.slice(0, near.length).every((outcome) => outcome === "limited")) {
      told += await tellsWhileLimited(world, near, { ...guess, address: OWN_ADDRESS });
    }
    if (minute % 5 === 0) {
      for (const browser of browsers) await browser.signIn();
      signIns += browsers.length;
    }
    if (minute % 25 === 7) await laptop.mistype();
    rowsMax = Math.max(rowsMax, await runtime.db.read.$count(guesses));
    if (minute % 50 === 0) say(`minute ${minute} of ${minutes}`);
    world.advance(MINUTE - world.dice(7_000));
  }
  return {
    bruteForce: Math.max(...one.lists().map(mostInAnHour)),
    distributed: mostInAnHour(all.lists().flat()),
    refused: browsers.reduce((sum, { refused }) => sum + refused, 0),
    signIns,
    told: told + one.signedIn + all.signedIn,
    rowsMax,
  };
}

/** A right password must get the same answer as a wrong one. */
async function tellsWhileLimited(
  world: GuessingWorld,
  ways: readonly (typeof byApi)[],
  guess: { username: string; address: string },
): Promise<number> {
  const way = ways[world.dice(ways.length)] ?? byApi;
  const outcome = await way(world.runtimes[0], { ...guess, password: TEST_PASSWORD });
  return outcome === "limited" ? 0 : 1;
}

async function attackCodes(world: GuessingWorld, minutes: number) {
  const [runtime] = world.runtimes;
  const user = await createTestUser(runtime, { username: "coded" });
  const factor = await giveSecondFactor(runtime, user);
  const own = { username: "coded", password: TEST_PASSWORD };
  const laptop = new OwnBrowser(world, { ...own, address: OWN_ADDRESS });
  await laptop.signIn(factor.codeNow());
  const codes = new Checked();
  let signIns = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const guessed = Array.from({ length: 3 }, () => {
      const otp = String(world.dice(1_000_000)).padStart(6, "0");
      const way = world.dice(2) === 0 ? byApi : byNextAuth;
      const address = addressAt(world.dice(ADDRESSES));
      return codes.try(world, way, { ...own, otp, address, countsFor: "codes" });
    });
    await Promise.all(guessed);
    world.advance(MINUTE - world.dice(7_000));
    if (minute % 5 === 0) {
      await laptop.signIn(factor.codeNow());
      signIns++;
    }
  }
  const wrongCodes = mostInAnHour(codes.lists().flat());
  return { wrongCodes, refused: laptop.refused, signIns };
}

/** Half of them IPv4, half of them IPv6 networks of their own. */
function addressAt(index: number): string {
  return index % 2 === 0
    ? `192.0.${2 + (index >> 8)}.${index & 255}`
    : `2001:db8:${index.toString(16)}::7`;
}
