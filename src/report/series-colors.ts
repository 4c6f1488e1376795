/** Which colour a series has. Pure. */
import { planChart } from "./chart.ts";
import type { Analysis } from "./data.ts";

/** Places in the palette by the name of the series. */
export type SeriesColors = ReadonlyMap<string, number>;

/** Returns a place for each name of a series, in the order in which all charts have them: a name has the same colour in all of them. */
export function seriesColors(analyses: readonly Pick<Analysis, "answer" | "chart">[]): SeriesColors {
  const names = analyses.flatMap(({ answer, chart }) => {
    const series = (answer && planChart(answer, chart))?.series ?? [];
    return series.length > 1 ? series.map(({ name }) => name) : [];
  });
  return new Map([...new Set(names)].map((name, place) => [name, place]));
}

/** Returns the places of the series of one chart among `count` colours: their own where two of them do not meet, else the next that is free. */
export function placesOf(names: readonly string[], colors: SeriesColors, count: number): readonly number[] {
  const taken = new Set<number>();
  return names.map((name, at) => {
    let place = (colors.get(name) ?? at) % count;
    while (taken.has(place) && taken.size < count) place = (place + 1) % count;
    taken.add(place);
    return place;
  });
}
