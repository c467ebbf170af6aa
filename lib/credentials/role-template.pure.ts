import { featurePolicy } from "./feature-policy.pure";
import { FEATURES, type Feature } from "./features.pure";
import type { IamScope } from "../aws/iam-statements.pure";
import { assumerArns, type Assumer } from "./role-trust.pure";

export interface RoleTemplateInput extends IamScope {
  features: readonly Feature[];
  externalId: string;
  /** Null where it is not known yet: the stack then asks for the account. */
  assumer: Assumer | null;
}

/** The names of the features in the stack's description. */
const WORDS: Readonly<Record<Feature, string>> = {
  backups: "backups",
  deletion: "their removal",
  eventbridge: "EventBridge",
};
/** As long as a session that is assumed by another may be. */
const SESSION_SECONDS = 3_600;

/** A CloudFormation template as an object: the role, whom it trusts, and the least that it may do. */
export function roleTemplate(input: RoleTemplateInput): Readonly<Record<string, unknown>> {
  const { installationId, features, externalId, assumer } = input;
  const arns = assumer ? assumerArns(assumer) : [];
  const named = FEATURES.filter((one) => one === "backups" || features.includes(one));
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `The role by which AMIVault (${installationId}) reaches this account, for ${named.map((one) => WORDS[one]).join(", ")}. Many accounts: a StackSet with the same parameters, then one credential for each RoleArn.`,
    Parameters: {
      RoleName: {
        Type: "String",
        Default: "AmiVault",
        AllowedPattern: "[\\w+=,.@-]{1,64}",
        Description: "What the role is called in this account.",
      },
      ExternalId: {
        Type: "String",
        Default: externalId,
        AllowedPattern: "[\\w+=,.@:/-]{2,1224}",
        Description: "What AMIVault says when it assumes the role. Keep it as it is.",
      },
      TrustedAccountId: {
        Type: "String",
        ...(assumer ? { Default: assumer.accountId } : {}),
        AllowedPattern: "\\d{12}",
        Description: "The account of the identity that assumes the role.",
      },
    },
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: { Ref: "RoleName" },
          Description: "AMIVault makes and keeps AMI backups with it.",
          MaxSessionDuration: SESSION_SECONDS,
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: {
                  AWS: {
                    "Fn::Join": [
                      "",
                      [
                        "arn:",
                        { Ref: "AWS::Partition" },
                        ":iam::",
                        { Ref: "TrustedAccountId" },
                        ":root",
                      ],
                    ],
                  },
                },
                Action: "sts:AssumeRole",
                Condition: {
                  StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
                  ...(arns.length === 0 ? {} : { ArnLike: { "aws:PrincipalArn": arns } }),
                },
              },
            ],
          },
          Policies: [
            { PolicyName: "amivault", PolicyDocument: featurePolicy(input, input.features) },
          ],
          Tags: [{ Key: "amivault:owner", Value: installationId }],
        },
      },
    },
    Outputs: {
      RoleArn: {
        Description: "Paste it into AMIVault, Add a credential.",
        Value: { "Fn::GetAtt": ["Role", "Arn"] },
      },
      ExternalId: {
        Description: "Stands beside it there.",
        Value: { Ref: "ExternalId" },
      },
    },
  };
}
