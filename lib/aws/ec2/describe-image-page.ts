import { DescribeImagesCommand, type DescribeImagesCommandInput } from "@aws-sdk/client-ec2";
import { AwsCallError } from "../aws-call-error";
import { requireList } from "../call-aws";
import type { Reader } from "./create-ec2";
import type { Ec2ImagePage } from "./ec2";
import { toImage } from "./from-sdk";
import { sliceAnswer } from "./slice-answer";

const ACTION = "DescribeImages";
const PAGE_SIZE = 1_000;
const SLICES = { xml: "imagesSet", output: "Images" };

export interface ImageReader {
  read: Reader;
  /** Not AWS itself: what stands in for it may not know every parameter. */
  emulated: boolean;
}

type PageInput = Pick<DescribeImagesCommandInput, "Filters" | "NextToken">;

/** One page of the account's own images, disabled ones among them. */
export async function describeImagePage(
  { read, emulated }: ImageReader,
  { Filters, NextToken }: PageInput,
): Promise<Ec2ImagePage> {
  const input = { Owners: ["self"], MaxResults: PAGE_SIZE, Filters, NextToken };
  try {
    // A disabled image is hidden from those who do not ask for it, and would look deleted.
    return await send(read, { ...input, IncludeDisabled: true });
  } catch (error) {
    if (!emulated || !isUnknownParameter(error)) throw error;
    return send(read, input);
  }
}

/** AWS itself knows the parameter: only an emulator may do without, and it has no such images. */
function isUnknownParameter(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode === "UnknownParameter";
}

function send(read: Reader, input: DescribeImagesCommandInput): Promise<Ec2ImagePage> {
  return read(ACTION, async (client, { prepare, options, answeredAt }) => {
    const command = sliceAnswer(new DescribeImagesCommand(input), SLICES);
    const answer = await client.send(prepare(command), options);
    return {
      images: requireList(answer.Images, { action: ACTION, what: "images" }).flatMap(toImage),
      nextToken: answer.NextToken || null,
      answeredAt: answeredAt(),
    };
  });
}
