/** Somebody waits for an answer: true once it is proven, false when they gave up. */
export type ProofAnswer = (isProven: boolean) => void;

let waiting: ProofAnswer[] = [];
const listeners = new Set<() => void>();

/** Outside of the dashboard nobody is asked: the refusal leads to the page that does. */
export function canAskForProof(): boolean {
  return listeners.size > 0;
}

/** However many ask at once, one dialog opens, and its answer is everybody's. */
export function askForProof(): Promise<boolean> {
  return new Promise((answer) => set([...waiting, answer]));
}

export function answerProof(isProven: boolean): void {
  const answered = waiting;
  set([]);
  for (const answer of answered) answer(isProven);
}

export function isProofAsked(): boolean {
  return waiting.length > 0;
}

export function subscribeProof(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: ProofAnswer[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}
