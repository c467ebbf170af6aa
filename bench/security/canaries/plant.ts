import { newCanary, type Canary } from "./canary";
import { malformedRequests } from "./malformed";
import { NOBODY, send, type Answer, type Sent } from "./people";
import { plantAwsKeys } from "./plant-aws-keys";
import { plantChannels } from "./plant-channels";
import { plantPeople, plantPersonalToken, plantSecondFactor } from "./plant-people";
import { plantSealed, plantUnfinished } from "./plant-sealed";
import type { Planting } from "./tools";

/** Puts a canary wherever a secret can go, well formed and not; every answer is looked through. */
export async function plantEverywhere(planting: Planting): Promise<void> {
  const { search } = planting;
  const plant = (what: string, length?: number): Canary => {
    const canary = newCanary(what, length);
    search.plant(canary);
    return canary;
  };
  const ask = (sent: Sent, person = planting.admin): Promise<Answer> =>
    send(planting, person, sent);
  const instanceId = await plantAwsKeys({ planting, plant, ask });
  await plantChannels({ planting, plant, ask });
  await plantPeople({ planting, plant, ask });
  await plantPersonalToken(planting);
  await plantSecondFactor(planting);
  await plantUnfinished({ planting, plant, ask }, instanceId);
  for (const sent of malformedRequests(plant)) {
    await ask(sent);
    await ask(sent, NOBODY);
  }
  await plantSealed(planting);
}
