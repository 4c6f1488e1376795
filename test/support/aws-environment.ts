/** The environment that makes the SDK talk to a server of the test, and to nothing else. */
import { vi } from "vitest";
import { CREDENTIALS } from "./aws-servers.ts";

/** What a process, or this one, needs to be told. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
    AWS_CONFIG_FILE: "/nonexistent",
  };
}

/** Until `vi.unstubAllEnvs()`. */
export function useAws(endpoint: string): void {
  for (const [name, value] of Object.entries(awsEnvironment(endpoint))) vi.stubEnv(name, value);
}
