/** What was learned of the service at AWS_ENDPOINT_URL; for as long as the process lives. */
export interface Emulator {
  sawServer(server: string | null): void;
  /** It answers as EC2 does: nothing of EC2's API is taken to be missing. */
  isFaithful(): boolean;
  /** False once CreateImage worked only without tags for the snapshots. */
  takesSnapshotTags: boolean;
}

/** The name in the header `Server` of every answer of EC2. */
const EC2_SERVER = "AmazonEC2";

export function createEmulator(): Emulator {
  let faithful = false;
  return {
    sawServer(server) {
      if (server === EC2_SERVER) faithful = true;
    },
    isFaithful: () => faithful,
    takesSnapshotTags: true,
  };
}
