import { featurePolicy } from "./feature-policy.pure";
import { FEATURES, type Feature } from "./features.pure";
import type { IamScope } from "../aws/iam-statements.pure";
import { ASSUMING } from "../aws/trust-policies.pure";
import { assumerPrincipal, type Assumer } from "./role-trust.pure";

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
/**
 * What EventBridge needs lets the role rewrite roles whose names begin like AMIVault's own: called so,
 * it could widen itself. IAM takes names of other case for the same.
 */
const ROLE_NAME = "(?![Aa][Mm][Ii][Vv][Aa][Uu][Ll][Tt]-)[\\w+=,.@-]{1,64}";

/** A CloudFormation template as an object: the role, whom it trusts, and the least that it may do. */
export function roleTemplate(input: RoleTemplateInput): Readonly<Record<string, unknown>> {
  const { installationId, features, externalId, assumer } = input;
  const principal = assumer && assumerPrincipal(assumer);
  const named = FEATURES.filter((one) => one === "backups" || features.includes(one));
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `The role by which AMIVault (${installationId}) reaches this account, for ${named.map((one) => WORDS[one]).join(", ")}. Many accounts: a StackSet with the same parameters, then one credential for each RoleArn.`,
    Parameters: {
      RoleName: {
        Type: "String",
        Default: "AmiVault",
        AllowedPattern: ROLE_NAME,
        ConstraintDescription: "letters, digits and +=,.@_-, not beginning with amivault-",
        Description:
          "What the role is called in this account. Names that begin with amivault- are for roles that AMIVault makes itself.",
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
        Description: principal
          ? "The account of the identity that assumes the role. TrustedPrincipalName is looked for in it: change the two together."
          : "The account of the identity that assumes the role. Any identity that it lets may.",
      },
      ...(principal
        ? {
            TrustedPrincipalName: {
              Type: "String",
              Default: principal.name,
              AllowedPattern: "[\\w+=,.@/-]{1,576}",
              Description: `The ${principal.places[0]?.startsWith("user") ? "user, with its path," : "role"} in TrustedAccountId that assumes the role; nobody else may.`,
            },
          }
        : {}),
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
                  AWS: trustedArn("root"),
                },
                Action: ASSUMING,
                Condition: {
                  StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
                  ...(principal
                    ? {
                        ArnLike: {
                          "aws:PrincipalArn": principal.places.map((place) =>
                            trustedArn(place, { Ref: "TrustedPrincipalName" }),
                          ),
                        },
                      }
                    : {}),
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

/** In the account that the stack is told. */
function trustedArn(place: string, ...name: readonly { Ref: string }[]) {
  const account = { Ref: "TrustedAccountId" };
  const parts = ["arn:", { Ref: "AWS::Partition" }, ":iam::", account, `:${place}`, ...name];
  return { "Fn::Join": ["", parts] };
}
