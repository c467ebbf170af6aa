import type { HistoryEntryDto } from "#lib/retention/dto";
import type { RetentionInstance } from "#lib/retention/retention-rules.pure";

/** What an editor plans over in the browser. */
export interface Sample {
  instanceId: string;
  instances: ReadonlyArray<{ id: string; label: string }>;
  instance: RetentionInstance;
  /** Newest first. */
  backups: HistoryEntryDto[];
}
