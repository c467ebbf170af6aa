/** AWS has no token left for the customer; nothing happened. */
export const THROTTLE_CODES: ReadonlySet<string> = new Set([
  "RequestLimitExceeded",
  "EC2ThrottledException",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "TooManyRequestsException",
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "TransactionInProgressException",
  "PriorRequestNotComplete",
  "SlowDown",
]);

/** AWS asks to wait until snapshots have ended or were removed; nothing happened. */
export const PATIENCE_CODES: ReadonlySet<string> = new Set([
  "SnapshotCreationPerVolumeRateExceeded",
  "ConcurrentSnapshotLimitExceeded",
  "PendingSnapshotLimitExceeded",
  "SnapshotLimitExceeded",
]);

/** The signature or the session is too old; a fresh one may do. */
export const EXPIRED_CODES: ReadonlySet<string> = new Set([
  "RequestExpired",
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
  "RequestTimeTooSkewed",
]);

/** The signature itself was not believed: with a wrong clock, AWS says so for its age as well. */
export const SIGNATURE_CODES: ReadonlySet<string> = new Set([
  "AuthFailure",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "InvalidSignatureException",
]);

/** An IAM policy does not allow the action. */
export const MISSING_PERMISSION_CODES: ReadonlySet<string> = new Set([
  "UnauthorizedOperation",
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedAccess",
]);

/** What AWS says of a session that was revoked, and of one whose role was deleted and made anew. */
export const REVOKED_CODES: ReadonlySet<string> = new Set([
  ...MISSING_PERMISSION_CODES,
  "AuthFailure",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);
