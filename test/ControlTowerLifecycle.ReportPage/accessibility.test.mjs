// axe-core has no findings, colours have contrast, and nothing scrolls sideways.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pageWith } from "./assemble.mjs";
import { missing, openBrowser } from "./browser.mjs";
import { createReport } from "./fixture.mjs";

const skip = missing;
const attention = {
  queue: { waiting: 3, inFlight: 2, delayed: 1 }, letters: { count: 2, oldestAt: "2026-11-17T08:00:00Z" },
  keys: [{ protection: "Workload Security", lastDay: "2026-12-01" }], alarms: [{ name: "AlarmDeadLetters", since: "2026-11-17T08:05:00Z" }],
};
const reports = {
  "not right": createReport(300, attention), "all protected": createReport(300, { wrong: 0 }), "few accounts": createReport(12, { wrong: 0.5 }),
  "incomplete": createReport(40, { complete: false }), "10,000 accounts": createReport(10_000),
};
let browser;
let axe;

before(async () => {
  if (skip) return;
  browser = await openBrowser();
  axe = (await import("axe-core")).default.source;
});
after(() => browser?.close());

for (const [name, report] of Object.entries(reports))
  for (const scheme of ["light", "dark"])
    for (const size of ["desktop", "tablet", "phone"]) {
      if (name !== "not right" && size === "tablet") continue;
      test(`No finding of axe-core: ${name}, ${scheme}, ${size}`, { skip }, async () => {
        const { page } = await browser.openDocument(pageWith(report), { scheme, size });
        for (const summary of await page.locator("summary:visible").all()) await summary.click();
        await page.locator("#text").fill("a");
        await page.evaluate(axe);
        const { violations } = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ target, failureSummary }) => [target, failureSummary])]), []);
        await page.close();
      });
    }

for (const width of [360, 320])
  test(`Nothing scrolls sideways at ${width} pixels`, { skip }, async () => {
    const long = createReport(60, { wrong: 0.5 });
    long.accounts[0].name = "a".repeat(50);
    long.accounts[1].reason = `arn:aws:iam::000000012345:role/${"x".repeat(300)}`;
    long.units[1].name = "u".repeat(128);
    const { page } = await browser.openDocument(pageWith(long), { size: "phone" });
    await page.setViewportSize({ width, height: 740 });
    await page.locator("#text").fill("a");
    await page.locator("#text").fill("");
    const [content, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(content <= visible, `${content} > ${visible}`);
    await page.close();
  });

for (const scheme of ["light", "dark"])
  test(`Text on each colour of a state has contrast: ${scheme}`, { skip }, async () => {
    const { page } = await browser.openDocument(pageWith(createReport(300)), { scheme });
    const colours = await page.evaluate(() => severity.map((state) => {
      const mark = swatch(state);
      document.body.append(mark);
      const { color, backgroundColor } = getComputedStyle(mark.querySelector(".mark"));
      return [state, color, backgroundColor];
    }));
    for (const [state, text, area] of colours)
      assert.ok(contrast(text, area) >= 4.5, `${state}: ${text} on ${area} is ${contrast(text, area).toFixed(2)}`);
    await page.close();
  });

test("With reduced motion nothing is animated", { skip }, async () => {
  const { page } = await browser.openDocument(pageWith(createReport(20)));
  await page.evaluate(() => {
    document.querySelector(".cell").classList.add("arrived");
    document.getElementById("freshness").classList.add("live");
  });
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  await page.close();
});

/** The contrast ratio of WCAG. */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
