import type { RemovalMode } from "#lib/db/schema/constants";

/** What a yes to a plan does, and what it leaves. */
export interface AnswerWords {
  /** After how many may go. */
  size: string;
  title: string;
  text: string;
  confirmText: string;
  button: string;
}

export function toAnswerWords(plan: {
  modes: readonly RemovalMode[];
  count: number;
  /** “36 GiB”. */
  size: string;
}): AnswerWords {
  const { count, modes, size } = plan;
  const only = modes.length > 0 && modes.every((mode) => mode === modes[0]) ? modes[0] : undefined;
  if (only === "record") {
    const records = count === 1 ? "1 record" : `${count} records`;
    return {
      size: "",
      title: `Remove ${records}?`,
      text: "AMIVault forgets what the plan lists as “may go”. Nothing is removed from AWS: images and snapshots stay there, tagged amivault:keep. What is blocked stays.",
      confirmText: `Remove ${count}`,
      button: `Remove ${records}`,
    };
  }
  const what = only === "image" ? "Their snapshots stay, tagged amivault:keep." : SNAPSHOTS_GO;
  return {
    size: `, full size at most ${size}`,
    title: `Remove ${count === 1 ? "one item" : `${count} items`} of this plan?`,
    text: `What the plan lists as “may go” is removed from AWS, each after its survivors were seen again. ${what} What is blocked stays. This cannot be undone, unless a Recycle Bin rule of the account keeps it.`,
    confirmText: `Remove ${count}`,
    button: `Remove ${count} from AWS`,
  };
}

const SNAPSHOTS_GO = "Images go with their snapshots.";
