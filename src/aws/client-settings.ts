/**
 * What all clients of AWS share. Region, credentials and endpoint are the SDK's own business (AWS_REGION, the task's role or
 * AWS_PROFILE, AWS_ENDPOINT_URL_<SERVICE>), so that they mean here what they mean everywhere.
 */
export const CLIENT_SETTINGS = {
  /** Throttling, failing servers and lost connections are tried again, with the SDK's back-off. */
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 5000, socketTimeout: 20_000 },
};
