/** IAM documents as data. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

/** Allows `actions` on `resources`; who is allowed stands in `principals`, and only in trust and resource policies. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources?: readonly pulumi.Input<string>[];
  readonly principals?: Readonly<Record<string, pulumi.Input<string> | readonly string[]>>;
  readonly conditions?: Readonly<
    Record<string, Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>>
  >;
}

/** The JSON of a policy with these statements, all of them Allow. */
export function policyJson(...statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, principals, conditions }) => ({
      Effect: "Allow",
      ...(principals === undefined ? {} : { Principal: principals }),
      Action: actions,
      ...(resources === undefined ? {} : { Resource: resources }),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
}

/**
 * Lets services of AWS take a role. The conditions are the guard against the confused deputy; each service sends keys of its
 * own, and a condition on a key that it does not send keeps the service itself out.
 */
export function trust(
  service: string | readonly string[],
  conditions?: Statement["conditions"],
): pulumi.Output<string> {
  return policyJson({
    actions: ["sts:AssumeRole"],
    principals: { Service: service },
    ...(conditions === undefined ? {} : { conditions }),
  });
}

/** The conditions of the services that say for whose account, and for which resource, they act. */
export function onBehalfOf(
  account: pulumi.Input<string>,
  sourceArn?: pulumi.Input<string>,
): NonNullable<Statement["conditions"]> {
  return {
    StringEquals: { "aws:SourceAccount": account },
    ...(sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArn } }),
  };
}

/** Makes a role that may do what the statements say and nothing else. */
export function roleThatMay(
  name: string,
  description: string,
  assumeRolePolicy: pulumi.Input<string>,
  statements: readonly Statement[],
  parent: pulumi.Resource,
): aws.iam.Role {
  const role = new aws.iam.Role(name, { description, assumeRolePolicy }, { parent });
  new aws.iam.RolePolicy(name, { role: role.id, policy: policyJson(...statements) }, { parent: role });
  return role;
}
