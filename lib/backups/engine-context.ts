import { systemContext, type Context } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";

/** What acts here is the installation itself; the job's name stands in the audit log. */
export function engineContext(runtime: Runtime, job: string): Context {
  return systemContext(runtime, job, newId("req", runtime.clock.now(), runtime.random));
}
