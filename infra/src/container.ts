/** The one container of a task, as ECS wants it described. Pure. */

/** The name that command overrides and log streams use. */
export const CONTAINER = "dwh";

/** What differs between the tasks. */
export interface ContainerFacts {
  readonly image: string;
  readonly command: readonly string[];
  /** What the names of its log streams begin with. */
  readonly stream: string;
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly region: string;
}

/** The JSON of the container definitions of a task: one container, locked down as far as Fargate allows. */
export function containerJson({
  image,
  command,
  stream,
  memory,
  environment,
  logGroup,
  region,
}: ContainerFacts): string {
  return JSON.stringify([
    {
      name: CONTAINER,
      image,
      command,
      essential: true,
      memory,
      environment: Object.entries(environment)
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => a.name.localeCompare(b.name)),
      user: "65532:65532",
      privileged: false,
      readonlyRootFilesystem: true,
      // The init process reaps and forwards signals; two minutes, Fargate's most, are enough to roll back.
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
      stopTimeout: 120,
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": logGroup,
          "awslogs-region": region,
          "awslogs-stream-prefix": stream,
          // A slow log pipe must not stop a run.
          mode: "non-blocking",
          "max-buffer-size": "25m",
        },
      },
    },
  ]);
}
