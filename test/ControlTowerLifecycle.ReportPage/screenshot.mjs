// Makes the picture of the report page in README: node test/ControlTowerLifecycle.ReportPage/screenshot.mjs OUT.png
import { pageWith } from "./assemble.mjs";
import { missing, openBrowser } from "./browser.mjs";
import { createReport } from "./fixture.mjs";

if (missing || process.argv.length !== 3) {
  console.error(missing || "Usage: node screenshot.mjs OUT.png");
  process.exit(2);
}
const browser = await openBrowser();
const report = createReport(300, { generatedAt: new Date().toISOString(), lastReconcile: { at: new Date().toISOString() } });
const { page } = await browser.openDocument(pageWith(report));
// The time is not part of the picture: the same page gives the same file.
await page.evaluate(() => { document.getElementById("freshness").textContent = "As of 20 Nov 2026, 08:30 UTC."; });
const picture = await page.locator("#picture").boundingBox();
await page.setViewportSize({ width: 1440, height: Math.ceil(picture.y + picture.height) + 28 });
await page.screenshot({ path: process.argv[2] });
await browser.close();
