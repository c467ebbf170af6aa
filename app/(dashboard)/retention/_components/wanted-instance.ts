export type EditorParams = Promise<{ [name: string]: string | string[] | undefined }>;

/** The instance whose images an editor plans over, by the address. */
export async function wantedInstance(searchParams: EditorParams): Promise<string | undefined> {
  const { instance } = await searchParams;
  return typeof instance === "string" ? instance : undefined;
}
