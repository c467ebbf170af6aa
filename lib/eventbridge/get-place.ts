import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { OBJECTS_LISTED_MAX, type PlaceDetailDto, type PlaceDto } from "./dto";
import { installationHash } from "./installation-hash";
import { functionName } from "./names.pure";
import { countStates, findObjects, listObjectStates } from "./objects.repo";
import { countInstances, findPlaceById, listInstanceNames, listPlaces } from "./places.repo";
import { PlaceInput } from "./schemas";
import { byUrgency, toObjectDto, toPlaceDto } from "./to-place-dto";

/** Every account and region that uses EventBridge, or still has something of ours. */
export async function listEventbridgePlaces(ctx: Context): Promise<PlaceDto[]> {
  requirePermission(ctx, "schedules.read");
  const { read } = ctx.runtime.db;
  const records = await listPlaces(read, ctx.accounts);
  const counts = await countStates(
    read,
    records.map(({ place }) => place.id),
  );
  const instances = await countInstances(read);
  return records.map((record) =>
    toPlaceDto(record, {
      counts: counts.filter(({ placeId }) => placeId === record.place.id),
      instanceCount: instances.get(`${record.place.accountRef} ${record.place.region}`) ?? 0,
      functionName: nameOf(ctx),
    }),
  );
}

export async function getPlace(ctx: Context, input: PlaceInput): Promise<PlaceDetailDto> {
  requirePermission(ctx, "schedules.read");
  const { placeId: id } = PlaceInput.parse(input);
  const { read } = ctx.runtime.db;
  const record = await findPlaceById(read, { id, accounts: ctx.accounts });
  if (!record) throw new NotFoundError("The place");
  const states = await listObjectStates(read, { placeId: id });
  const first = byUrgency(states).slice(0, OBJECTS_LISTED_MAX);
  const rows = await findObjects(
    read,
    first.map((state) => state.id),
  );
  const instances = await countInstances(read);
  const dto = toPlaceDto(record, {
    counts: await countStates(read, [id]),
    instanceCount: instances.get(`${record.place.accountRef} ${record.place.region}`) ?? 0,
    functionName: nameOf(ctx),
  });
  const byName = rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const objects = byUrgency(byName).map(toObjectDto);
  const refs = objects.flatMap(({ instanceRef }) => instanceRef ?? []);
  const named = await listInstanceNames(read, [...new Set(refs)]);
  return { ...dto, objects, objectCount: states.length, instances: named };
}

function nameOf(ctx: Context): string {
  return functionName(installationHash(ctx.runtime.config.installationId));
}
