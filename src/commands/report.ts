/** `dwh report`: one page on the run, the answers and the warehouse. */
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { ConfigError } from "../errors.ts";
import { explainMissingPackage } from "../missing-package.ts";
import { EXIT } from "../names.ts";
import { formatBytes } from "../text/amounts.ts";
import { printJson } from "../text/json-document.ts";
import type { ReportData } from "../report/data.ts";
import type { Picture } from "../report/draw-picture.ts";
import { summarizeReport } from "../report/numbers.ts";
import type { DrawChart } from "../report/section-answers.ts";
import type { CommandContext } from "../cli/context.ts";
import { readJobReport } from "../job/job-report.ts";
import { reportPath } from "../job/report-path.ts";
import { retype } from "../job/retype.ts";

/**
 * Writes the page, or prints its numbers. Exit code 1 when a question could not be answered; 0 also when the page shows
 * runs that failed and checks that found rows.
 */
export async function command(context: CommandContext): Promise<number> {
  const { config, flags, io } = context;
  const json = flags.format === "json";
  const numbersOnly = json && flags.output === undefined && flags.open !== true && flags.png !== true;
  // Before anything is read: what cannot be drawn need not be asked for.
  const drawing = numbersOnly ? undefined : await import("../report/draw-chart.ts").catch(withoutCharts);
  const pictures =
    flags.png === true ? await import("../report/draw-picture.ts").catch(withoutCanvas) : undefined;
  const data = await readJobReport(context);
  if (json) io.writeOut(printJson(summarizeReport(data)));
  const code = tellFailures(data, context);
  if (drawing === undefined) return code;
  const path = resolve(flags.output ?? reportPath(config));
  const tell = (text: string): void => (json ? io.writeErr(text) : io.writeOut(text));
  await writePage(data, drawing.drawChart, path, tell);
  if (pictures !== undefined) await writePictures(await pictures.drawPictures(data.analyses), path, tell);
  if (flags.open === true) {
    const { default: open } = await import("open");
    await open(path);
    return code;
  }
  context.log.info("open the page in a browser: what the run did, what is published, the answers", {
    next: retype(config, "report", "--open"),
  });
  return code;
}

/** Names in the log what could not be answered; returns the exit code. */
function tellFailures({ checks, sums, analyses, unanswered }: ReportData, { log }: CommandContext): number {
  const failed = [
    ...[...checks, ...sums, ...analyses].flatMap(({ path, failure }) =>
      failure ? [{ question: path, failure }] : [],
    ),
    ...unanswered,
  ];
  for (const { question, failure } of failed)
    log.error(`${question} could not be answered: ${failure.message}`, { next: failure.next });
  return failed.length === 0 ? EXIT.done : EXIT.failed;
}

const withoutCharts = explainMissingPackage("the page cannot be drawn in this image", {
  where: "its charts need the package echarts",
  next: "`dwh report --format json` has its numbers; for the page use the image with DuckDB (docker build --target local), or a checkout",
});

const withoutCanvas = explainMissingPackage("charts cannot be drawn as pictures here", {
  where: "--png needs the package @napi-rs/canvas",
  next: "leave --png out (the page has the charts), or type `npx dwh report --png` in a checkout",
});

async function writePage(
  data: ReportData,
  draw: DrawChart,
  path: string,
  tell: (text: string) => void,
): Promise<void> {
  const { renderPage } = await import("../report/page.ts");
  const page = renderPage(data, draw);
  await write(path, page);
  tell(`${path} (${formatBytes(Buffer.byteLength(page))})\n`);
}

/** Saves every chart beside the page, in a folder of its name. */
async function writePictures(
  pictures: readonly Picture[],
  page: string,
  tell: (text: string) => void,
): Promise<void> {
  const folder = page.replace(/(?:\.html?)?$/i, "-charts");
  for (const { name, png } of pictures) {
    const path = join(folder, `${name}.png`);
    await write(path, png);
    tell(`${path}\n`);
  }
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    makeFolder(dirname(path));
    await writeFile(path, content);
  } catch (error) {
    throw new ConfigError(`cannot write the report: ${(error as Error).message}`, {
      where: path,
      next: "give --output a file in a folder that can be written to",
      cause: error,
    });
  }
}
