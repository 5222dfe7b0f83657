// No text of a report is taken for markup, and no request leaves the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pageWith } from "./assemble.mjs";
import { missing, openBrowser } from "./browser.mjs";
import { createReport, withTotals } from "./fixture.mjs";

const skip = missing;
const hostile = [
  "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "<!--<script>", "-->", "\"><svg onload=alert(1)>", "' onfocus='alert(1)",
  "javascript:alert(1)", "/*page.css*/", "/*REPORT*/null", "$&$'$`", "url(https://example.com/)", "</style><link rel=stylesheet href=https://example.com/>",
  "\u2028\u2029", "\\u003cimg src=x onerror=alert(1)>", "__proto__", "constructor",
];
let browser;

before(async () => { if (!skip) browser = await openBrowser(); });
after(() => browser?.close());

test("Hostile text stays text in every field", { skip }, async () => {
  const states = ["missing", "skipped", "retrying", "notChecked"];
  const report = withTotals(createReport(0, {
    organization: { id: hostile[0], managementAccountId: hostile[1], region: hostile[4], stack: hostile[5], version: hostile[11] },
    letters: { count: 1, oldestAt: hostile[0] },
    keys: [{ protection: hostile[1], lastDay: "2026-11-21" }],
    alarms: hostile.map((name) => ({ name, since: name })),
    units: hostile.map((name, index) => ({ id: name, name, parentId: index > 0 ? hostile[index - 1] : null })),
    accounts: hostile.map((name, index) =>
      ({ id: name, name, unitId: name, state: states[index % states.length], reason: name, nextCommand: name })),
  }));
  const { page, seen } = await browser.openDocument(pageWith(report));
  await page.locator("#rows tr").nth(hostile.length - 1).waitFor();
  assert.deepEqual(seen.errors, []);
  assert.equal(seen.requests.length, 1, seen.requests.join("\n"));
  assert.equal(await page.locator("img, link:not([rel=icon]), style:nth-of-type(2), svg[onload], [onfocus], [onerror]").count(), 0);
  const names = await page.locator("#rows .column-name").allTextContents();
  assert.deepEqual([...names].sort(), [...hostile].sort());
  assert.deepEqual((await page.locator("#rows .column-next code").allTextContents()).sort(), [...hostile].sort());
  for (const text of hostile) {
    await page.locator("#text").fill("");
    await page.locator("#unit").selectOption({ value: text });
  }
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("The policy refuses a script and a request that the page does not make", { skip }, async () => {
  const { page, seen } = await browser.openDocument(pageWith(createReport(20)));
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.wasRun = true";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "http://127.0.0.1:9/";
    document.body.append(image);
  });
  assert.equal(await page.evaluate("window.wasRun"), undefined);
  assert.match(seen.errors.join("\n"), /script-src/);
  assert.match(seen.errors.join("\n"), /img-src/);
  await page.close();
});

test("A report makes no request, whatever is clicked", { skip }, async () => {
  const { page, seen } = await browser.openDocument(pageWith(createReport(300)));
  for (const selector of [".total", ".copy", ".cause .quiet", "#clear", "summary"])
    await page.locator(selector).first().click();
  await page.locator(".frame").first().press("Enter");
  await page.locator("th[data-column=reason] button").click();
  assert.equal(seen.requests.length, 1, seen.requests.join("\n"));
  assert.deepEqual(seen.errors, []);
  await page.close();
});
