/** A test that shows that the product does not have the pain. */
export interface PainTest {
  file: string;
  /** Part of its text: a name, or of a table of cases the one that is meant. */
  name: string;
}

export interface Pain {
  /** `original N`: of the defects of the application before; `aws …`: a trait of AWS. */
  id: string;
  pain: string;
  tests: readonly PainTest[];
  /** What has no test yet, and which part of the product will bring it. */
  later?: string;
}

const SCENARIOS = "lib/testing/pains/scenarios.test.ts";

export const shown = (file: string, ...names: string[]): PainTest[] =>
  names.map((name) => ({ file, name }));

/** In the scenarios file a naive client has the pain first, in the same world. */
export const naive = (id: string): PainTest[] => shown(SCENARIOS, `[${id}]`);
