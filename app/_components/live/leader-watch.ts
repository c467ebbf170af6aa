const CHECK_MS = 5_000;
const ANSWER_MS_MAX = 3_000;

export interface LeaderWatchOptions {
  isLeading: () => boolean;
  /** The leader answers it at once, even from behind other tabs: messages are not held back. */
  ask: () => void;
  takeOver: () => void;
}

/**
 * A tab that somebody looks at makes sure that the leading one still lives: a browser may freeze it,
 * or its script may hang, and the lock that it holds is then no sign of life.
 */
export function watchLeader(options: LeaderWatchOptions): { heard: () => void; stop: () => void } {
  let answer: ReturnType<typeof setTimeout> | undefined;
  const check = () => {
    if (document.hidden || options.isLeading() || answer !== undefined) return;
    // Several tabs may be waiting: they do not all take over in the same moment.
    const patienceMs = ANSWER_MS_MAX + Math.random() * 1_000;
    answer = setTimeout(() => {
      answer = undefined;
      if (!options.isLeading()) options.takeOver();
    }, patienceMs);
    options.ask();
  };
  const heard = () => {
    clearTimeout(answer);
    answer = undefined;
  };
  const interval = setInterval(check, CHECK_MS);
  document.addEventListener("visibilitychange", check);
  return {
    heard,
    stop: () => {
      heard();
      clearInterval(interval);
      document.removeEventListener("visibilitychange", check);
    },
  };
}
