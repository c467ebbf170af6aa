import { readFileSync } from "node:fs";

/** Linux only: VmRSS of proc(5); 0 for a process that has ended. */
export function residentMiB(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kib ?? 0) / 1024;
}

/** utime and stime of proc(5), in ticks of a hundredth of a second; 0 for a process that has ended. */
export function cpuSeconds(pid: number): number {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Samples the sum over all processes until it is stopped; answers with the highest, in MiB. */
export function watchMemory(pids: () => readonly number[], everyMs = 250): () => number {
  let highest = 0;
  const sample = (): void => {
    highest = Math.max(
      highest,
      pids().reduce((sum, pid) => sum + residentMiB(pid), 0),
    );
  };
  const timer = setInterval(sample, everyMs);
  return () => {
    sample();
    clearInterval(timer);
    return highest;
  };
}
