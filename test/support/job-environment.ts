/** What the environment of a task tells the job, all in plain variables. */
import { awsEnvironment } from "./aws-environment.ts";
import { LOGIN, type Production } from "./production.ts";

/** For `dwh run` on the production path; `port` for a wire in between. Variables that are given as empty are left out. */
export function jobEnvironment(
  production: Production,
  change: Readonly<Record<string, string>> = {},
  port: number = production.port,
): Record<string, string> {
  const whole: Record<string, string> = {
    ...awsEnvironment(production.aws.endpoint),
    DWH_EVENTS: "s3://lake/log_data",
    DWH_SONGS: "s3://lake/song_data",
    DWH_WORK_URL: "s3://lake/work/",
    DWH_REDSHIFT_HOST: "localhost",
    DWH_REDSHIFT_PORT: String(port),
    DWH_REDSHIFT_DATABASE: "dev",
    DWH_REDSHIFT_USER: LOGIN.user,
    DWH_REDSHIFT_PASSWORD: LOGIN.password,
    DWH_REDSHIFT_CA_FILE: production.caFile,
    ...change,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== ""));
}
