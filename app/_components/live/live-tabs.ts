import type { ConnectionState, LiveEvent } from "./live-event";
import { watchLeader } from "./leader-watch";
import { openLiveSource } from "./live-source";

const NAME = "amivault-live";
const REMEMBERED = 200;

type TabMessage =
  | { kind: "event"; event: LiveEvent }
  | { kind: "state"; state: ConnectionState }
  /** A tab that is new, or wonders: are you there, and what came after this event? */
  | { kind: "hello"; afterId: number };

export interface LiveTabOptions {
  /** The last event that the page as rendered includes. */
  afterId: number;
  onEvent: (event: LiveEvent) => void;
  onState: (state: ConnectionState) => void;
}

/** One stream per browser: the tab that holds the lock reads it and tells the others. */
export function joinLiveTabs(options: LiveTabOptions): () => void {
  let seenId = options.afterId;
  const receive = (event: LiveEvent) => {
    if (event.type !== "reset" && event.id <= seenId) return;
    // A reset may lead back: a database put back from a copy counts from there again.
    seenId = event.id;
    options.onEvent(event);
  };
  const tab = { afterId: () => seenId, receive, onState: options.onState };
  // Plain http on another host knows no locks: every tab has a stream of its own there.
  return "locks" in navigator ? joinByLock(tab) : openLiveSource(toSource(tab));
}

interface Tab {
  afterId: () => number;
  receive: (event: LiveEvent) => void;
  onState: (state: ConnectionState) => void;
}

function joinByLock(tab: Tab): () => void {
  const channel = new BroadcastChannel(NAME);
  const leaving = new AbortController();
  const { signal } = leaving;
  let stopLeading: (() => void) | null = null;
  let isWaiting = false;

  const lead = () =>
    new Promise<void>((release) => {
      // Granted in the moment of leaving.
      if (signal.aborted) return release();
      const stop = startLeading(tab, channel);
      stopLeading = () => {
        stopLeading = null;
        stop();
        release();
      };
    });
  const wait = () => {
    isWaiting = true;
    const granted = () => {
      isWaiting = false;
      return lead();
    };
    navigator.locks.request(NAME, { signal }, granted).catch(step);
  };
  const takeOver = () => {
    navigator.locks.request(NAME, { steal: true }, lead).catch(step);
  };
  // Another tab took over while this one was frozen; leaving before ever leading is no failure.
  const step = (error: unknown) => {
    if (signal.aborted) return;
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    stopLeading?.();
    if (!isWaiting) wait();
  };
  const ask = () => tell(channel, { kind: "hello", afterId: tab.afterId() });
  const watch = watchLeader({ isLeading: () => stopLeading !== null, ask, takeOver });

  channel.addEventListener("message", ({ data: message }: MessageEvent<TabMessage>) => {
    if (message.kind === "hello") return;
    watch.heard();
    if (message.kind === "event") tab.receive(message.event);
    if (message.kind === "state" && stopLeading === null) tab.onState(message.state);
  });
  ask();
  wait();
  return () => {
    leaving.abort();
    watch.stop();
    stopLeading?.();
    channel.close();
  };
}

function startLeading(tab: Tab, channel: BroadcastChannel): () => void {
  let firstId = tab.afterId();
  const recent: LiveEvent[] = [];
  let state: ConnectionState = "connecting";

  const greet = ({ data: message }: MessageEvent<TabMessage>) => {
    if (message.kind !== "hello") return;
    tell(channel, { kind: "state", state });
    const missed = recent.filter((event) => event.id > message.afterId);
    const oldest = recent.length < REMEMBERED ? firstId : (recent[0]?.id ?? firstId);
    const isComplete = message.afterId >= oldest;
    const lost: LiveEvent = { id: tab.afterId(), type: "reset", entityId: "", data: {} };
    for (const event of isComplete ? missed : [lost]) tell(channel, { kind: "event", event });
  };
  channel.addEventListener("message", greet);
  const close = openLiveSource({
    afterId: tab.afterId,
    onEvent: (event) => {
      if (event.type === "reset") {
        recent.length = 0;
        firstId = event.id;
      } else recent.push(event);
      if (recent.length > REMEMBERED) recent.shift();
      tell(channel, { kind: "event", event });
      tab.receive(event);
    },
    onState: (next) => {
      state = next;
      tell(channel, { kind: "state", state });
      tab.onState(state);
    },
  });
  return () => {
    channel.removeEventListener("message", greet);
    close();
  };
}

function tell(channel: BroadcastChannel, message: TabMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  channel.postMessage(message);
}

function toSource(tab: Tab) {
  return { afterId: tab.afterId, onEvent: tab.receive, onState: tab.onState };
}
