// Before the unit tests: the function as it is deployed, which several of them set up and run.
import { bundle } from "../bundle.mjs";

export async function setup() {
  await bundle(["lambda"]);
}
