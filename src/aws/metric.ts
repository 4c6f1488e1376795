/** One data point for CloudWatch. */

/** A value with its unit, what it is told apart by, and its moment. */
export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit: "Bytes" | "Count" | "Milliseconds" | "Seconds";
  readonly dimensions: Readonly<Record<string, string>>;
  readonly at: Date;
}
