/** Reads IAM documents as AWS does, as far as this program writes them: Allow, wildcards, conditions on one key. */
export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The statements of a policy's JSON. */
export const readPolicy = (json: string): readonly PolicyStatement[] =>
  (JSON.parse(json) as { Statement: PolicyStatement[] }).Statement;

/** The condition keys of a statement, whatever compares them. */
export const conditionKeys = ({ Condition = {} }: PolicyStatement): readonly string[] =>
  Object.values(Condition).flatMap((keys) => Object.keys(keys));

/** The services that a statement is for. */
export const servicesOf = ({ Principal = {} }: PolicyStatement): readonly string[] =>
  [Principal["Service"] ?? []].flat();

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^$()|[\]{}\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(text);

/** Whether some statement allows the action on the resource; `context` holds what the request says of itself, and nothing else is known. */
export function allows(
  statements: readonly PolicyStatement[],
  action: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): boolean {
  return statements.some(
    ({ Effect, Action, Resource = [], Condition = {} }) =>
      Effect === "Allow" &&
      Action.some((pattern) => matches(pattern, action)) &&
      Resource.some((pattern) => matches(pattern, resource)) &&
      Object.values(Condition).every((keys) =>
        Object.entries(keys).every(([key, values]) => {
          const given = context[key];
          return given !== undefined && [values].flat().some((value) => matches(value, given));
        }),
      ),
  );
}
