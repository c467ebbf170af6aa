export interface FailedImage {
  /** AWS's own word. */
  state: string;
  stateReason: string | null;
  snapshots: ReadonlyArray<{
    snapshotId: string;
    state: string;
    stateMessage: string | null;
    encrypted: boolean | null;
  }>;
}

export interface ImageFailure {
  message: string;
  code: string;
  suggestion: string;
}

/** Why AWS could not finish an image, in AWS's words and with what to look at. */
export function describeImageFailure(image: FailedImage): ImageFailure {
  const broken = image.snapshots.filter(({ state }) => state === "error");
  const words = [
    image.stateReason,
    ...broken.map(({ snapshotId, stateMessage }) =>
      stateMessage ? `${snapshotId}: ${stateMessage}` : null,
    ),
  ].filter((text) => text !== null && text.trim() !== "");
  const said = words.length > 0 ? words.join(" ") : `its state is "${image.state}"`;
  const encrypted = broken.some((snapshot) => snapshot.encrypted);
  return {
    message: `AWS could not finish the image: ${endWithStop(said)}`,
    code: "ImageFailed",
    suggestion: encrypted
      ? "Check the KMS key of its volumes: enabled, and usable by this credential."
      : "See the instance's volumes and their encryption keys in AWS, then back up now.",
  };
}

function endWithStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
