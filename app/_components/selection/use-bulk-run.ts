"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { withProofInParts } from "../proof/with-proof";
import { runChunks } from "./run-chunks";
import type { Fate, RunEnd, SendChunk } from "./run-chunks";

export interface BulkRun {
  fates: ReadonlyMap<string, Fate>;
  /** Null before it starts and while it runs. */
  end: RunEnd | null;
  running: { done: number; of: number; stopping: boolean } | null;
  start: (ids: readonly string[]) => void;
  stop: () => void;
}

/** Sends the items in chunks and keeps what became of each; a second try replaces the fates it tries. */
export function useBulkRun(send: SendChunk): BulkRun {
  const router = useRouter();
  const [fates, setFates] = useState<BulkRun["fates"]>(new Map());
  const [end, setEnd] = useState<RunEnd | null>(null);
  const [running, setRunning] = useState<BulkRun["running"]>(null);
  const stopped = useRef(false);
  const busy = useRef(false);
  const isRunning = running !== null;
  useEffect(() => {
    if (!isRunning) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isRunning]);
  // Another page takes the dialog away: nothing more is sent that nobody would see.
  useEffect(() => () => void (stopped.current = true), []);
  const start = async (ids: readonly string[]) => {
    if (busy.current) return;
    busy.current = true;
    stopped.current = false;
    setEnd(null);
    setFates((known) => new Map([...known].filter(([id]) => !ids.includes(id))));
    setRunning({ done: 0, of: ids.length, stopping: false });
    const ended = await runChunks({
      ids,
      send: withProofInParts(send, { isBegun: fates.size > 0 }),
      isStopped: () => stopped.current,
      onFates: (more) => {
        setFates((known) => new Map([...known, ...more]));
        setRunning((now) => now && { ...now, done: now.done + more.size });
      },
    });
    busy.current = false;
    setEnd(ended);
    setRunning(null);
    router.refresh();
  };
  return {
    fates,
    end,
    running,
    start: (ids) => void start(ids),
    stop: () => {
      stopped.current = true;
      setRunning((now) => now && { ...now, stopping: true });
    },
  };
}
