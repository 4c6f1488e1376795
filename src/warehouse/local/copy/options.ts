export const parseCopy = (_: unknown): { schema?: string; table: string } => ({ table: "x" });
