export interface IamStatement {
  Effect: "Allow";
  Action: string | readonly string[];
  Resource: string | readonly string[];
  Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Whose policy it is. */
export interface IamScope {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  installationId: string;
}

const READ = [
  "ec2:DescribeRegions",
  "ec2:DescribeInstances",
  "ec2:DescribeVolumes",
  "ec2:DescribeImages",
  "ec2:DescribeSnapshots",
];

const REFERENCES = [
  "ec2:DescribeImageReferences",
  "ec2:DescribeImageAttribute",
  "autoscaling:DescribeLaunchConfigurations",
];

/**
 * What DescribeImageReferences reads on the caller's behalf (EC2 User Guide, "Identify your
 * resources referencing specified AMIs"); by itself nobody may read it with this.
 */
const REFERENCES_VIA_EC2 = [
  "ec2:DescribeInstances",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribeLaunchTemplateVersions",
  "ssm:DescribeParameters",
  "ssm:GetParameters",
  "imagebuilder:ListImageRecipes",
  "imagebuilder:ListContainerRecipes",
  "imagebuilder:GetContainerRecipe",
];
const VIA_EC2_IMAGES = {
  "ForAnyValue:StringEquals": { "aws:CalledVia": ["ec2-images.amazonaws.com"] },
};

/** EC2 uses the key of an encrypted volume on the caller's behalf, and on no other. */
export const KMS_FOR_EC2 = [
  "kms:DescribeKey",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

const OWNER_KEY = "amivault:owner";

/** Images and snapshots have no account in their ARN. */
function imagesAndSnapshots({ partition }: IamScope): string[] {
  return [`arn:${partition}:ec2:*::image/*`, `arn:${partition}:ec2:*::snapshot/*`];
}

export function readStatements(): IamStatement[] {
  return [{ Effect: "Allow", Action: READ, Resource: "*" }];
}

export function referenceStatements(): IamStatement[] {
  return [{ Effect: "Allow", Action: REFERENCES, Resource: "*" }, viaEc2Images()];
}

export function viaEc2Images(): IamStatement {
  return { Effect: "Allow", Action: REFERENCES_VIA_EC2, Resource: "*", Condition: VIA_EC2_IMAGES };
}

/** New images and their snapshots carry this installation's tag from the first moment. */
export function createStatements(scope: IamScope): IamStatement[] {
  return [
    {
      Effect: "Allow",
      Action: "ec2:CreateImage",
      Resource: `arn:${scope.partition}:ec2:*:*:instance/*`,
    },
    ...onMade(scope, imagesAndSnapshots(scope)),
  ];
}

/** What CreateImage makes, with its tags. */
export function onMade(
  { installationId }: Pick<IamScope, "installationId">,
  made: readonly string[],
): IamStatement[] {
  const owned = { [`aws:RequestTag/${OWNER_KEY}`]: installationId };
  return [
    {
      Effect: "Allow",
      Action: "ec2:CreateImage",
      Resource: made,
      Condition: { StringEquals: owned },
    },
    {
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: made,
      Condition: { StringEquals: { "ec2:CreateAction": "CreateImage" } },
    },
  ];
}

export function kmsStatement(): IamStatement {
  const Condition = { StringLike: { "kms:ViaService": "ec2.*" } };
  return { Effect: "Allow", Action: KMS_FOR_EC2, Resource: "*", Condition };
}

export function deleteStatements(scope: IamScope): IamStatement[] {
  return [onOurs(scope, ["ec2:DeregisterImage", "ec2:DeleteSnapshot"])];
}

/** Tags of what is ours, but never the tag that says whose it is; nor all of them at once. */
export function tagStatements(
  scope: IamScope,
  actions: readonly string[] = ["ec2:CreateTags", "ec2:DeleteTags"],
): IamStatement[] {
  const statement = onOurs(scope, actions);
  const Condition = {
    ...statement.Condition,
    "ForAllValues:StringNotEquals": { "aws:TagKeys": [OWNER_KEY] },
    Null: { "aws:TagKeys": "false" },
  };
  return [{ ...statement, Condition }];
}

export function onOurs(scope: IamScope, Action: string | readonly string[]): IamStatement {
  return {
    Effect: "Allow",
    Action,
    Resource: imagesAndSnapshots(scope),
    Condition: { StringEquals: { [`aws:ResourceTag/${OWNER_KEY}`]: scope.installationId } },
  };
}
