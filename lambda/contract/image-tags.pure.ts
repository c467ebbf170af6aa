/** Tags of images and snapshots of ours; `owner` says which installation's. */
export const IMAGE_TAGS = {
  owner: "amivault:owner",
  backup: "amivault:backup",
  attempt: "amivault:attempt",
  instance: "amivault:instance",
  due: "amivault:due",
  keep: "amivault:keep",
  protect: "amivault:protect",
  hold: "amivault:hold",
} as const;
