/** What a code means to a person and what to do about it; `{…}` are filled in by the explainer. */
export interface ErrorWords {
  message: string;
  suggestion: string;
}

const KEYS =
  "Check the access key ID and the secret: copy both again, and see in the AWS console under Security credentials that the key is active.";

/** Codes of AWS. */
export const AWS_ERROR_WORDS: Readonly<Record<string, ErrorWords>> = {
  AuthFailure: {
    message: "AWS does not accept these credentials in {region}.",
    suggestion: `${KEYS} If they work elsewhere, the region {region} may not be enabled for the account.`,
  },
  InvalidClientTokenId: {
    message: "AWS does not know this access key: it is wrong, was deleted, or is inactive.",
    suggestion: KEYS,
  },
  InvalidAccessKeyId: {
    message: "AWS does not know this access key.",
    suggestion: KEYS,
  },
  UnrecognizedClientException: {
    message: "AWS does not know this access key.",
    suggestion: KEYS,
  },
  SignatureDoesNotMatch: {
    message: "The secret access key does not belong to this access key ID.",
    suggestion: "Copy the secret again, whole and without blanks; if it is lost, make a new key.",
  },
  InvalidSignatureException: {
    message: "The secret access key does not belong to this access key ID.",
    suggestion: "Copy the secret again, whole and without blanks; if it is lost, make a new key.",
  },
  IncompleteSignature: {
    message: "AWS cannot read the request's signature.",
    suggestion: "The access key ID has a character that does not belong there: copy it again.",
  },
  MissingAuthenticationToken: {
    message: "AWS received the request without its signature.",
    suggestion: "A proxy on the way may remove headers; AWS must be reached directly.",
  },
  RequestExpired: {
    message: "AWS says that the request or its session is too old.",
    suggestion:
      "If the credential has a session token, replace it with a new one. Otherwise set this machine's clock (NTP).",
  },
  RequestTimeTooSkewed: {
    message: "This machine's clock differs too much from AWS's.",
    suggestion: "Set this machine's clock, for example with NTP, and try again.",
  },
  ExpiredToken: {
    message: "The session token has expired.",
    suggestion: "Replace the access key, secret and session token with new ones.",
  },
  ExpiredTokenException: {
    message: "The session token has expired.",
    suggestion: "Replace the access key, secret and session token with new ones.",
  },
  TokenRefreshRequired: {
    message: "The session token has to be renewed.",
    suggestion: "Replace the access key, secret and session token with new ones.",
  },
  OptInRequired: {
    message: "The account may not use EC2 in {region}.",
    suggestion:
      "Enable the region in the AWS console under Account, AWS Regions, or finish the account's sign-up.",
  },
  PendingVerification: {
    message: "AWS is still verifying the account.",
    suggestion: "Wait for AWS's e-mail, usually within hours, and try again.",
  },
  Blocked: {
    message: "AWS has blocked the account.",
    suggestion: "Contact AWS Support.",
  },
  AccountDisabled: {
    message: "AWS has disabled the account.",
    suggestion: "Contact AWS Support.",
  },
  RegionDisabledException: {
    message: "Security tokens are not given out in {region} for this account.",
    suggestion: "Enable the region in IAM under Account settings, or choose another one.",
  },
  "InvalidInstanceID.NotFound": {
    message: "There is no such instance in this account and region.",
    suggestion:
      "Check the id and the region; an instance that was terminated disappears after about an hour.",
  },
  "InvalidInstanceID.Malformed": {
    message: "AWS does not take this for an instance id.",
    suggestion: "Copy the id from the EC2 console: i- and 17 characters of 0-9 and a-f.",
  },
  "InvalidAMIName.Duplicate": {
    message: "An image with this name exists already.",
    suggestion: "Nothing to do: it is looked up, and adopted if it is ours.",
  },
  "InvalidAMIName.Malformed": {
    message: "AWS does not accept the image's name.",
    suggestion: "Please report this: names are made by AMIVault.",
  },
  "InvalidAMIID.NotFound": {
    message: "There is no such image in this account and region.",
    suggestion: "It was deregistered, or is not visible yet.",
  },
  "InvalidAMIID.Malformed": {
    message: "AWS does not take this for an image id.",
    suggestion: "Copy the id again: ami- and 17 characters of 0-9 and a-f.",
  },
  "InvalidAMIID.Unavailable": {
    message: "The image is not available.",
    suggestion: "It was deregistered, or is still being made.",
  },
  "InvalidSnapshot.NotFound": {
    message: "There is no such snapshot in this account and region.",
    suggestion: "It was deleted.",
  },
  "InvalidSnapshot.InUse": {
    message: "Another image still uses this snapshot.",
    suggestion: "Nothing to do: it goes with the last image that uses it.",
  },
  "InvalidVolume.NotFound": {
    message: "A volume of the instance does not exist any more.",
    suggestion: "Look at the instance's storage in the EC2 console.",
  },
  IncorrectInstanceState: {
    message: "The instance is not in a state that allows this.",
    suggestion: "Only a running or stopped instance can be imaged. Try again when it is either.",
  },
  IncorrectState: {
    message: "The resource is not in a state that allows this.",
    suggestion: "Look at it in the EC2 console and try again.",
  },
  UnsupportedOperation: {
    message: "AWS does not support this for the instance.",
    suggestion: "An image can be made of instances whose root device is an EBS volume.",
  },
  OperationNotPermitted: {
    message: "AWS does not permit this operation on the instance.",
    suggestion: "Look at the instance in the EC2 console for protections or a managed owner.",
  },
  AuthorizationError: {
    message: "The credential may not do this.",
    suggestion: "Ask the owner of the account to allow {iamAction}.",
  },
  "InvalidKMSKey.InvalidState": {
    message: "A volume's KMS key is disabled, or is to be deleted.",
    suggestion: "Enable the key in the KMS console.",
  },
  SnapshotCreationPerVolumeRateExceeded: {
    message: "AWS allows a volume one snapshot at a time, at intervals; this came too early.",
    suggestion: "Nothing to do: it is tried again.",
  },
  ConcurrentSnapshotLimitExceeded: {
    message: "Too many snapshots of the instance's volumes are being made.",
    suggestion: "Nothing to do: it is tried again when they have ended.",
  },
  PendingSnapshotLimitExceeded: {
    message: "Too many snapshots are being made in this account and region.",
    suggestion: "Nothing to do: it is tried again when they have ended.",
  },
  SnapshotLimitExceeded: {
    message: "The account's quota of snapshots in {region} is used up.",
    suggestion: "Delete snapshots that are not needed, or raise the quota under Service Quotas.",
  },
  ResourceLimitExceeded: {
    message: "A quota of the account in {region} is used up.",
    suggestion: "Raise it in the AWS console under Service Quotas, or delete what is not needed.",
  },
  "AMI.LimitExceeded": {
    message: "The account's quota of images in {region} is used up.",
    suggestion: "Deregister images that are not needed, or raise the quota under Service Quotas.",
  },
  TagLimitExceeded: {
    message: "The tags do not fit: AWS allows 50.",
    suggestion: "Remove tags that are not needed.",
  },
  TagPolicyViolation: {
    message: "A tag policy of the organisation forbids the tags of the backup.",
    suggestion: "Allow the keys amivault:* in the tag policy.",
  },
  MalformedPolicyDocument: {
    message: "AWS cannot read the session policy.",
    suggestion: "Please report this: session policies are made by AMIVault.",
  },
  PackedPolicyTooLarge: {
    message: "The role's session policy is too large.",
    suggestion: "Remove session tags from the role's trust.",
  },
  InvalidAction: {
    message: "The endpoint does not know {action}.",
    suggestion: "Check AWS_ENDPOINT_URL: what answers there is not all of EC2.",
  },
  UnknownParameter: {
    message: "The endpoint does not know a parameter of {action}.",
    suggestion: "Check AWS_ENDPOINT_URL: what answers there is older than the API of EC2.",
  },
};

const AWS_DOWN = "Nothing to do if it passes; see health.aws.amazon.com if it stays.";

/** Our own codes, for what AWS could not say itself. */
export const OWN_ERROR_WORDS: Readonly<Record<string, ErrorWords>> = {
  Timeout: {
    message: "AWS did not answer in time.",
    suggestion: AWS_DOWN,
  },
  ConnectTimeout: {
    message: "No connection to {host} within 5 seconds.",
    suggestion: "Check that a firewall or proxy lets this machine reach {host}.",
  },
  ConnectionReset: {
    message: "The connection to AWS broke before its answer was read.",
    suggestion: AWS_DOWN,
  },
  ConnectionRefused: {
    message: "Nothing accepts connections at {host}.",
    suggestion: "Check AWS_ENDPOINT_URL, and that a firewall lets this machine reach it.",
  },
  HostNotFound: {
    message: "{host} has no address.",
    suggestion: "Check that the region {region} exists, and this machine's DNS.",
  },
  HostUnreachable: {
    message: "{host} cannot be reached.",
    suggestion: "Check this machine's network and its firewall.",
  },
  TlsFailed: {
    message: "No secure connection to {host}.",
    suggestion:
      "A proxy may be in between: give its certificate authority to Node with NODE_EXTRA_CA_CERTS.",
  },
  UnreadableAnswer: {
    message: "What answered at {host} is not AWS: its answer is not in AWS's form.",
    suggestion: "Check AWS_ENDPOINT_URL, and proxies or sign-in pages on the way.",
  },
  StoppedBeforeSending: {
    message: "The call was stopped before it was sent.",
    suggestion: "Nothing to do: it is tried again.",
  },
  RoleNotAssumable: {
    message: "AWS's service cannot assume its new role yet.",
    suggestion: "Nothing to do: IAM takes some seconds to spread a role, and it is tried again.",
  },
  RuntimeNotSupported: {
    message: "Lambda does not take this Node.js runtime in {region}.",
    suggestion: "Nothing to do: the one before is tried.",
  },
  TooManyRules: {
    message: "The quota of EventBridge rules in {region} is used up.",
    suggestion:
      "Remove rules that are not needed, or raise the quota of rules per event bus under Service Quotas.",
  },
  QuotaExceeded: {
    message: "A quota for {action} of the account in {region} is used up.",
    suggestion: "Raise it in the AWS console under Service Quotas, or delete what is not needed.",
  },
  UpdateInProgress: {
    message: "AWS is not done with an earlier change; {action} has to wait.",
    suggestion: "Nothing to do: it is tried again.",
  },
  NotSupportedHere: {
    message: "What answers at {host} does not know {action}.",
    suggestion: "Check AWS_ENDPOINT_URL: what answers there is not all of AWS.",
  },
  BudgetExhausted: {
    message: "Our share of AWS's rate limit for {action} in {region} is used up for the moment.",
    suggestion: "Nothing to do: it goes on in a moment.",
  },
  CredentialMissing: {
    message: "The credential does not exist any more.",
    suggestion: "Choose another one.",
  },
  CredentialWithoutSecret: {
    message: "The credential has no secret any more.",
    suggestion: "Enter its keys again.",
  },
  CredentialChain: {
    message: "The credential is assumed through too many others, or through itself.",
    suggestion: "Choose an access key as its source.",
  },
  OtherAccount: {
    message: "This process's own credentials are of another account now.",
    suggestion:
      "Was the machine moved, or its role replaced? Give it back its role, or add its new account as a credential of its own.",
  },
  NoOwnKeys: {
    message: "This process has no AWS credentials of its own.",
    suggestion:
      "Give its machine an instance profile or task role, or set AWS_PROFILE or AWS_ACCESS_KEY_ID for it. In a container on EC2 the metadata service needs a hop limit of 2.",
  },
  OwnKeysTimedOut: {
    message: "This process's own AWS credentials did not come in time.",
    suggestion:
      "What hands them out (the metadata service, a credential_process or single sign-on) does not answer. In a container on EC2 the metadata service needs a hop limit of 2.",
  },
  OwnKeysElsewhere: {
    message: "With AWS_ENDPOINT_URL set, this process's own AWS credentials are not used.",
    suggestion: "What answers there is not AWS, and must not be sent a machine's real keys.",
  },
};
