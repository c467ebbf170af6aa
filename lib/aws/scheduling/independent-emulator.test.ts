import { afterAll, describe } from "vitest";
import {
  createAwsWorld,
  saveKeys,
  unlimited,
  WORLD_REGION,
  type AwsWorld,
} from "../../testing/aws-world";
import {
  EMULATOR,
  hasEmulator,
  startEmulator,
  type RunningEmulator,
} from "../../testing/independent-emulator";
import { schedulingSuite } from "../../testing/scheduling-suite";

describe.skipIf(!hasEmulator())(
  `what fires backups, before ${EMULATOR}, if it is installed`,
  () => {
    let server: RunningEmulator;
    let world: AwsWorld;
    afterAll(async () => {
      await server.close();
      await world.close();
    });

    schedulingSuite({
      async open() {
        server = await startEmulator();
        world = await createAwsWorld({ endpoint: server.endpoint, budget: unlimited });
        const credentialId = saveKeys(world, {
          accessKeyId: "testing",
          secretAccessKey: "testing",
        });
        const target = { credentialId, region: WORLD_REGION, purpose: "schedule" } as const;
        return world.aws.scheduling({ ...target, interactive: true });
      },
    });
  },
);
