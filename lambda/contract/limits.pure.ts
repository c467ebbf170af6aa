/** AWS's own limit of an image's description. */
export const DESCRIPTION_CHARACTERS_MAX = 255;
