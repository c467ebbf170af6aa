import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";

export type Whose =
  | { type: "ours" }
  /** Somebody's, by a tag that says so: never touched, whatever a record says. */
  | { type: "other"; owner: string }
  /** Nobody put a name to it. */
  | { type: "unmarked" };

const MARKS: ReadonlyArray<{ tag: RegExp; owner(key: string, value: string): string }> = [
  { tag: /^aws:backup:/, owner: () => "AWS Backup" },
  { tag: /^(aws:)?dlm:/, owner: () => "Data Lifecycle Manager" },
  { tag: /^aws:cloudformation:stack-name$/, owner: (_, value) => `CloudFormation stack ${value}` },
  { tag: /^Ec2ImageBuilderArn$/, owner: () => "EC2 Image Builder" },
  { tag: /^aws:/, owner: (key) => `AWS (${key})` },
];

/** Tags of AWS's own services, each with its prefix: nobody else can set one that begins with aws:. */
export function whose(tags: Readonly<Record<string, string>>, installationId: string): Whose {
  const mark = findMark(tags);
  if (mark !== null) return { type: "other", owner: mark };
  const owner = tags[IMAGE_TAGS.owner];
  if (owner === installationId) return { type: "ours" };
  if (owner !== undefined) return { type: "other", owner: `another AMIVault (${owner})` };
  const maker = tags["CreatedBy"] ?? tags["created-by"] ?? tags["Creator"];
  return maker === undefined ? { type: "unmarked" } : { type: "other", owner: maker };
}

function findMark(tags: Readonly<Record<string, string>>): string | null {
  for (const [key, value] of Object.entries(tags)) {
    const mark = MARKS.find(({ tag }) => tag.test(key));
    if (mark) return mark.owner(key, value);
  }
  return null;
}

export function isKept(tags: Readonly<Record<string, string>>): boolean {
  return Object.hasOwn(tags, IMAGE_TAGS.keep);
}
