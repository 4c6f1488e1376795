// Takes the pictures of the README anew: a run on a terminal, and the page in both themes. Needs dist/ (`npm run pictures` builds it),
// `script` of util-linux for the terminal, and Chromium for the page.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const main = fileURLToPath(new URL("../dist/dwh.cjs", import.meta.url));
const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const browserPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const COLUMNS = 90;
/** What stands between these codes of a terminal. */
const sgr = (...codes) => new RegExp(codes.map((code) => `\u{1B}\\[${code}`).join(""), "g");

/** What the terminal was sent, as a drawing of it. */
function drawTerminal(command, text) {
  const LINE = 18;
  const lines = [`$ ${command}`, ...text.trimEnd().split("\n")];
  const escape = (part) => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const drawn = lines.map((line, index) => {
    // What is dim or green stays so; an SVG bears no other control character.
    const parts = escape(line)
      .replaceAll(sgr("2m(.*?)", "22m"), '<tspan fill="#a6b0ba">$1</tspan>')
      .replaceAll(sgr("32m(.*?)", "39m"), '<tspan fill="#6bd08f">$1</tspan>')
      .replaceAll(sgr("[0-9;?]*[a-zA-Z]"), "");
    return `<text x="16" y="${(index + 1) * LINE + 14}" xml:space="preserve">${parts}</text>`;
  });
  const height = (lines.length + 1) * LINE + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COLUMNS * 8 + 32} ${height}" role="img" aria-label="A run on a terminal"
font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e8eaed">
<rect width="100%" height="100%" rx="8" fill="#14171a"/>
${drawn.join("\n")}
</svg>
`;
}

const folder = mkdtempSync(join(tmpdir(), "dwh-pictures-"));
try {
  // A terminal on which nothing is written twice: CI. What is left out is the live line alone.
  const line = `stty cols ${COLUMNS}; '${process.execPath}' '${main}' run`;
  const { NO_COLOR: _, ...env } = process.env;
  const sent = execFileSync("script", ["-qec", line, "/dev/null"], {
    cwd: folder,
    env: { ...env, CI: "true", TERM: "xterm" },
    encoding: "utf8",
  });
  writeFileSync(join(docs, "run.svg"), drawTerminal("npx dwh run", sent.replaceAll("\r\n", "\n")));

  execFileSync(process.execPath, [main, "report", "--output", join(folder, "report.html")], { cwd: folder });
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  for (const { name, colorScheme, part } of [
    { name: "report-run.png", colorScheme: "light", part: "body" },
    { name: "report-answers.png", colorScheme: "dark", part: "#answers" },
  ]) {
    const tab = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 820 } });
    await tab.goto(pathToFileURL(join(folder, "report.html")).href);
    await tab.evaluate(`document.querySelector("${part}").scrollIntoView()`);
    await tab.screenshot({ path: join(docs, name) });
    await tab.close();
  }
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
