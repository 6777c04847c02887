// Prints, as JSON, what axe-core finds in HTML files in both colour schemes, and how wide each is at 320 pixels.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const found = [];
for (const file of process.argv.slice(2)) {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    await page.setBypassCSP(true);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`file://${file}`);
    await page.evaluate(axe);
    const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), wcag);
    await page.setViewport({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    const violations = result.violations.map((each) => [each.id, each.nodes[0].html.slice(0, 200)]);
    found.push({ file, scheme, passes: result.passes.length, violations, width });
    await page.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));
