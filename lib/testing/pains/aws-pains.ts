import { naive, shown, type Pain } from "./pain";

/** Traits of AWS that a first attempt does not know. */
export const AWS_PAINS: readonly Pain[] = [
  {
    id: "aws CreateImage",
    pain: "it reboots unless told not to, and has no ClientToken",
    tests: [
      ...naive("aws CreateImage"),
      ...shown("lib/backups/run-backup.leases.test.ts", "never has its reboot repeated"),
    ],
  },
  {
    id: "aws waiter",
    pain: "the SDK's waiter gives up after ten minutes",
    tests: naive("aws waiter"),
  },
  {
    id: "aws eventual consistency",
    pain: "a new image is not found for minutes; a gone one may still show",
    tests: [
      ...naive("aws eventual consistency"),
      ...shown("lib/removal/lost-answers.test.ts", "the same while AWS still shows the image"),
    ],
  },
  { id: "aws paging", pain: "a list has pages of at most 1,000", tests: naive("aws paging") },
  {
    id: "aws unknown ids",
    pain: "one unknown id in ImageIds or SnapshotIds fails the whole call",
    tests: [
      ...naive("aws unknown ids"),
      ...shown("lib/aws/ec2/find.test.ts", "finds what there is and leaves out the unknown"),
    ],
  },
  {
    id: "aws disabled images",
    pain: "a disabled image is hidden and looks deleted",
    tests: naive("aws disabled images"),
  },
  {
    id: "aws DeleteSnapshotResults",
    pain: "the call succeeds although a snapshot stays; results may be missing",
    tests: [
      ...naive("aws DeleteSnapshotResults"),
      ...shown(
        "lib/removal/lost-answers.test.ts",
        "an answer without results is not success: AWS is asked",
      ),
    ],
  },
  {
    id: "aws references",
    pain: "ten versions of a template by default; configurations and other accounts not covered",
    tests: [
      ...naive("aws references"),
      ...shown("lib/removal/evidence.test.ts", "finds each kind of reference"),
    ],
  },
  {
    id: "aws protection",
    pain: "a protected image cannot be deregistered, for a day after with a cooldown",
    tests: [
      ...naive("aws protection"),
      ...shown(
        "simulator/ec2/image-references.test.ts",
        "goes on for a day where it was made with a cooldown",
      ),
    ],
  },
  {
    id: "aws Recycle Bin",
    pain: "a deregistered image may come back",
    tests: shown("lib/reconcile/run-reconcile.test.ts", "what was gone is back"),
  },
  {
    id: "aws snapshot limits",
    pain: "one pending snapshot of an st1 volume, five of others",
    tests: naive("aws snapshot limits"),
  },
  {
    id: "aws sizes",
    pain: "FullSnapshotSizeInBytes is the full size, not what is paid",
    tests: shown(
      "lib/backups/poll-images.test.ts",
      "stores size, snapshots and AWS's creation date",
    ),
  },
  {
    id: "aws throttling",
    pain: "buckets per account, region and action, shared with all that the customer runs",
    tests: [
      ...shown("lib/aws/aws-faults.test.ts", "tells the budget of every throttle"),
      ...shown(
        "lib/aws/budget/budget-conformance.test.ts",
        "a throttle answer empties the bucket and slows it",
      ),
    ],
  },
  {
    id: "aws clock",
    pain: "a signature older than five minutes is refused; nobody notices a wrong clock",
    tests: [
      ...shown("lib/aws/aws-faults.test.ts", "a clock that is wrong is called that"),
      ...shown("lib/removal/run-removals.test.ts", "stops all removal while the clocks disagree"),
    ],
  },
  {
    id: "aws endpoint",
    pain: "an endpoint that answers with HTML or nothing",
    tests: shown("lib/aws/aws-faults.test.ts", "ends as unreadable when it stays so"),
  },
  {
    id: "aws least privilege",
    pain: "a policy that is too wide, or one statement short",
    tests: shown("lib/aws/iam-policy.test.ts", "is named, with statements of that policy"),
  },
  {
    id: "aws copies",
    pain: "CopyImage: one a second, encryption and keys across accounts",
    tests: [],
    later: "copies to other regions and accounts are not made yet",
  },
];
