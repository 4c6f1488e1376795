/** Which memory goes with which cpu on Fargate, in CPU units and MiB: "Task CPU and memory" of the Amazon ECS guide. */
const GIB = 1024;

/** The sizes from `least` to `most` GiB, `step` GiB apart, in MiB. */
const sizes = (least: number, most: number, step = 1): readonly number[] =>
  Array.from({ length: (most - least) / step + 1 }, (_, index) => (least + index * step) * GIB);

export const FARGATE_SIZES: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, ...sizes(1, 2)]],
  [512, sizes(1, 4)],
  [1024, sizes(2, 8)],
  [2048, sizes(4, 16)],
  [4096, sizes(8, 30)],
  [8192, sizes(16, 60, 4)],
  [16384, sizes(32, 120, 8)],
]);
