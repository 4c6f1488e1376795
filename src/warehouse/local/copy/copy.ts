export const executeCopy = (..._: unknown[]): Promise<{ loaded: number; notices: string[] }> => Promise.resolve({ loaded: 0, notices: [] });
