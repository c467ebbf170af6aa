import { z } from "zod";
import { BACKUP_STATUSES } from "#lib/db/schema/constants";
import { InstanceSuggestionsDto } from "#lib/instances/dto";

/** What a name or an id may mean: a few of each kind. */
export const QuickSearchDto = z.object({
  instances: InstanceSuggestionsDto.shape.instances,
  backups: z.array(
    z.object({
      id: z.string(),
      status: z.enum(BACKUP_STATUSES),
      dueAt: z.iso.datetime(),
      imageId: z.string().nullable(),
      /** Its instance's name, or EC2's id: hostile text. */
      instance: z.string(),
      /** What was found: the id that begins as the text does. */
      matched: z.string(),
    }),
  ),
});
export type QuickSearchDto = z.infer<typeof QuickSearchDto>;
