/**
 * Carries wake-ups only: the events themselves are rows of the outbox, written with the change.
 * A lost wake-up delays a page until the next one or its own slow poll, and loses nothing.
 */
export interface EventBus {
  /** New rows were committed in this process. Never throws, never blocks. */
  wake(): void;
  /** Called for every wake-up of any process; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}
