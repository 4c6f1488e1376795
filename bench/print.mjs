// What a benchmark tells.

export function title(text) {
  console.log(`\n${text}`);
}

/** One figure, and the bound that it should keep to. */
export function figure(name, value, bound = "") {
  console.log(`  ${name.padEnd(44)} ${value.padStart(12)}${bound === "" ? "" : `   (${bound})`}`);
}

export function seconds(value) {
  return `${value.toFixed(2)} s`;
}

export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

export function ratio(value) {
  return `${value.toFixed(2)} x`;
}
