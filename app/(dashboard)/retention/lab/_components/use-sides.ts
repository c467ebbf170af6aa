"use client";

import { startTransition, useEffect, useMemo, useRef, useState } from "react";
import type { RetentionHistoryDto } from "#lib/retention/compare-dto";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { runsInSlices } from "#lib/retention/runs-ahead.pure";
import { simulateSide, type LabSide, type LabWorld } from "./lab-side.pure";
import { runInSlices } from "./run-in-slices";

/** More than ten years of one an hour. */
const RUNS_MAX = 100_000;

export interface Sides {
  a: LabSide;
  b: LabSide;
}

interface Wanted {
  history: RetentionHistoryDto | null;
  /** Null while something typed cannot be read: what was shown stays. */
  a: RetentionRules | null;
  b: RetentionRules | null;
  now: number;
  until: number;
}

/** Both policies over the years to come; computed here, a few milliseconds at a time. */
export function useSides({ history, a, b, now, until }: Wanted): Sides | null {
  const [sides, setSides] = useState<Sides | null>(null);
  const world = useWorld({ history, now, until });
  const [codeA, codeB] = [JSON.stringify(a), JSON.stringify(b)];
  const rules = useMemo(
    () => ({ a: parseRules(codeA), b: parseRules(codeB) }),
    // The texts are what decides: each typed letter makes new objects.
    [codeA, codeB],
  );
  useEffect(() => {
    if (world === null || rules.a === null || rules.b === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const { a: rulesA, b: rulesB } = rules;
    const simulate = async () => {
      const both = await simulateBoth(world, { a: rulesA, b: rulesB, signal });
      // What is drawn of it is drawn in parts too: letters that are typed meanwhile come first.
      if (both !== null) startTransition(() => setSides(both));
    };
    void simulate();
    return () => controller.abort();
  }, [world, rules]);
  // Another horizon replaces the pictures when it is ready; another instance's are never shown.
  return sides !== null && sides.a.world.backups === history?.backups ? sides : null;
}

/** Null once nobody waits for it. */
async function simulateBoth(
  world: LabWorld,
  of: { a: RetentionRules; b: RetentionRules; signal: AbortSignal },
): Promise<Sides | null> {
  const { a, b, signal } = of;
  const first = await runInSlices(simulateSide(world, a), { signal });
  if (first === null) return null;
  if (JSON.stringify(a) === JSON.stringify(b)) return { a: first, b: first };
  const second = await runInSlices(simulateSide(world, b), { signal });
  return second && { a: first, b: second };
}

/** Safe because the text is made of rules a few lines above. */
function parseRules(code: string): RetentionRules | null {
  return JSON.parse(code) as RetentionRules | null;
}

/** The runs to come depend on no policy: they are found once for an instance and a horizon. */
function useWorld(of: {
  history: RetentionHistoryDto | null;
  now: number;
  until: number;
}): LabWorld | null {
  const { history, now, until } = of;
  const [world, setWorld] = useState<{ history: RetentionHistoryDto; world: LabWorld } | null>(
    null,
  );
  const cache = useRef(new Map<string, readonly number[]>());
  useEffect(() => {
    if (history === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const find = async () => {
      const runs = await findRuns({ history, now, until, cache: cache.current, signal });
      if (runs !== null) setWorld({ history, world: toWorld({ history, now, until, runs }) });
    };
    void find();
    return () => controller.abort();
  }, [history, now, until]);
  return world !== null && world.history === history ? world.world : null;
}

/** Null once nobody waits for them. */
async function findRuns(of: {
  history: RetentionHistoryDto;
  now: number;
  until: number;
  cache: Map<string, readonly number[]>;
  signal: AbortSignal;
}): Promise<readonly number[] | null> {
  const { history, now, until, cache, signal } = of;
  const { facts, schedules } = history;
  if (facts.paused || facts.terminated || facts.removed) return [];
  const key = JSON.stringify([schedules, now, until]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const search = runsInSlices({ schedules, after: now, until, limit: RUNS_MAX });
  const runs = await runInSlices(search, { signal });
  if (runs !== null) cache.set(key, runs);
  return runs;
}

function toWorld(of: {
  history: RetentionHistoryDto;
  now: number;
  until: number;
  runs: readonly number[];
}): LabWorld {
  const { history, now, until, runs } = of;
  const { backups, facts } = history;
  const sized = backups.find(({ sizeBytes }) => sizeBytes !== null);
  return { backups, facts, now, until, runs, runBytes: sized?.sizeBytes ?? 0 };
}
