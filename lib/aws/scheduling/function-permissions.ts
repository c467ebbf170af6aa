import { GetPolicyCommand } from "@aws-sdk/client-lambda";
import { requireAnswer } from "../call-aws";
import type { LambdaCall } from "./lambda";
import { isDocument, readPolicy } from "./read-policy.pure";
import type { PolicyDocument } from "./scheduling";
import { orNull } from "./service-caller";

/** The statements of a function's resource policy; none where it has no policy or is not there. */
export async function listPermissions(
  call: LambdaCall,
  FunctionName: string,
): Promise<PolicyDocument[]> {
  const action = "GetPolicy";
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new GetPolicyCommand({ FunctionName })), options),
    ),
    "ResourceNotFoundException",
  );
  if (answer === null) return [];
  const policy = requireAnswer(readPolicy(answer.Policy), { action, what: "policy" });
  // IAM's grammar lets one statement stand without its brackets.
  return [policy["Statement"] ?? []].flat().filter(isDocument);
}
