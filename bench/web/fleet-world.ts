import { addAccount, addInstances } from "../world/fleet";
import { startBenchSimulator } from "../world/simulator";
import { startWebWorld, type WebWorld } from "./web-world";

/** Instances that the simulated AWS knows too: their backups are made while pages look on. */
const LIVE = { region: "eu-central-1", count: 12, volumes: [{ sizeGib: 8 }] };
/** A snapshot takes so long. */
const PACE = ["--pace-base-ms", "4000", "--pace-per-gib-ms", "1"];

export interface FleetWorld {
  world: WebWorld;
  /** Ours, `ins_…`. */
  liveInstances: string[];
  remove(): Promise<void>;
}

/** A large fleet of records, with a few instances among them that are really there. */
export async function startFleetWorld(of: {
  instances: number;
  backups: number;
}): Promise<FleetWorld> {
  const simulator = await startBenchSimulator({ buckets: false, args: PACE });
  const liveInstances: string[] = [];
  const world = await startWebWorld({
    ...of,
    endpointUrl: simulator.url,
    prepare: async (installation) => {
      const account = await addAccount(simulator, installation);
      const made = await addInstances(simulator, installation, { account, place: LIVE });
      liveInstances.push(...made.map(({ id }) => id));
    },
  });
  return {
    world,
    liveInstances,
    remove: async () => {
      await world.remove();
      await simulator.process.stop();
    },
  };
}
