const AWS_ID = /\b((?:ami|snap|vol|lt|i)-[0-9a-f]{8,17})\b/;

/** A sentence whose AWS ids are in one piece and in their own face. */
export function IdsInText({ text }: { text: string }) {
  return text.split(AWS_ID).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={`${part} ${index}`} className="text-nowrap">
        {part}
      </code>
    ),
  );
}
