import { SECOND } from "#lib/clock";
import type { Logger } from "#lib/logger";

/** Whoever stopped us waits so long before using force; Docker's default is 10 s. */
const SHUTDOWN_MS_MAX = 9 * SECOND;

export interface Shutdown {
  /** Begins to stop, once; the process ends with this code. */
  begin(reason: string, exitCode: number): void;
}

/**
 * Owns the process's end: the first SIGTERM or SIGINT stops in order, a second one exits at once.
 * SIGPIPE is left alone: a closed pipe of a log must not stop the backups.
 */
export function ownShutdown(options: { log: Logger; stop: () => Promise<void> }): Shutdown {
  const { log, stop } = options;
  let begun = false;
  const begin = (reason: string, exitCode: number): void => {
    if (begun) return;
    begun = true;
    log.info({ reason }, "stopping");
    setTimeout(() => {
      log.error("stopping took too long; the rest is cut off");
      process.exit(1);
    }, SHUTDOWN_MS_MAX).unref();
    stop().then(
      () => process.exit(exitCode),
      (err: unknown) => {
        log.error({ err }, "stopping failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (begun) process.exit(1);
      begin(signal, 0);
    });
  }
  process.on("uncaughtException", (err) => {
    log.fatal({ err }, "an error nobody caught");
    begin("uncaught exception", 1);
  });
  process.on("unhandledRejection", (err) => {
    log.error({ err }, "a rejection nobody handled");
  });
  return { begin };
}
