import type { Report } from "#lambda/contract/firing";

/** What a report claims, as a line of a backup's time line; it says itself who claims it. */
export function toldWords(report: Report): string {
  const { imageId } = report;
  switch (report.type) {
    case "started":
      return "The function in AWS says that it began.";
    case "succeeded":
      return `The function in AWS says that there is an image${imageId ? `: ${imageId}` : ""}.`;
    case "failed":
      return `The function in AWS says that it failed. ${reasonOf(report)}`.trim();
    case "refused":
      return `The function in AWS says that it made nothing. ${reasonOf(report)}`.trim();
    case "image_state":
      return "AWS says that its image has changed.";
  }
}

function reasonOf({ code, message }: Report): string {
  const words = (message ?? "").replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
  return code === undefined ? words : `${words} (${code})`.trim();
}
