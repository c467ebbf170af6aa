import {
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImageReferencesCommand,
  DescribeImagesCommand,
  EC2Client,
  type Image,
} from "@aws-sdk/client-ec2";

export interface NaiveBackup {
  status: "Success" | "Failed";
  imageId: string | null;
}

const WAITER_ATTEMPTS = 40;

/** Does with the SDK what one would write first, after the defects of `original.md`. */
export function createNaiveClient(options: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}) {
  const ec2 = new EC2Client({ ...options, maxAttempts: 1 });

  async function describe(imageIds: string[]): Promise<Image[]> {
    const answer = await ec2.send(new DescribeImagesCommand({ ImageIds: imageIds }));
    return answer.Images ?? [];
  }

  return {
    /** The name by a wall clock of twelve hours, to the minute; success when the call returns. */
    async backUp(instance: {
      instanceId: string;
      name: string;
      now: number;
    }): Promise<NaiveBackup> {
      try {
        const { ImageId } = await ec2.send(
          new CreateImageCommand({
            InstanceId: instance.instanceId,
            Name: `${instance.name} ${minuteOf(instance.now)}`,
          }),
        );
        return { status: "Success", imageId: ImageId ?? null };
      } catch {
        return { status: "Failed", imageId: null };
      }
    },
    /** As the SDK's waiter does: 40 looks, 15 s apart; what is not there has failed. */
    async wait(imageId: string, pause: () => Promise<void>): Promise<NaiveBackup> {
      for (let look = 0; look < WAITER_ATTEMPTS; look += 1) {
        try {
          const [image] = await describe([imageId]);
          if (image?.State === "available") return { status: "Success", imageId };
        } catch {
          return { status: "Failed", imageId };
        }
        await pause();
      }
      return { status: "Failed", imageId };
    },
    /** One answer is all there is. */
    async list(): Promise<string[]> {
      const input = { Owners: ["self"], MaxResults: 1_000 };
      const answer = await ec2.send(new DescribeImagesCommand(input));
      return (answer.Images ?? []).flatMap(({ ImageId }) => ImageId ?? []);
    },
    /** Those of the ids that exist; an error means that they are gone. */
    async existing(imageIds: string[]): Promise<string[]> {
      try {
        return (await describe(imageIds)).flatMap(({ ImageId }) => ImageId ?? []);
      } catch {
        return [];
      }
    },
    /** Whatever AWS says, the record goes. */
    async remove(imageId: string): Promise<"deleted"> {
      try {
        const [image] = await describe([imageId]);
        await ec2.send(
          new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: true }),
        );
        for (const { Ebs } of image?.BlockDeviceMappings ?? []) {
          await ec2.send(new DeleteSnapshotCommand({ SnapshotId: Ebs?.SnapshotId }));
        }
      } catch {
        // It may be gone already.
      }
      return "deleted";
    },
    /** All but the newest of a Name tag. */
    async expire(nameTag: string, keep: number): Promise<string[]> {
      const Filters = [{ Name: "tag:Name", Values: [nameTag] }];
      const answer = await ec2.send(new DescribeImagesCommand({ Owners: ["self"], Filters }));
      const sorted = (answer.Images ?? []).toSorted((a, b) =>
        (b.CreationDate ?? "").localeCompare(a.CreationDate ?? ""),
      );
      const expired = sorted.slice(keep).flatMap(({ ImageId }) => ImageId ?? []);
      for (const imageId of expired) await this.remove(imageId);
      return expired;
    },
    async isReferenced(imageId: string): Promise<boolean> {
      const input = { ImageIds: [imageId], IncludeAllResourceTypes: true };
      const answer = await ec2.send(new DescribeImageReferencesCommand(input));
      return (answer.ImageReferences ?? []).length > 0;
    },
    close: () => ec2.destroy(),
  };
}

function minuteOf(at: number): string {
  const date = new Date(at);
  const hour = date.getUTCHours() % 12 || 12;
  return `${date.toISOString().slice(0, 10)} ${hour}-${date.getUTCMinutes()}`;
}
