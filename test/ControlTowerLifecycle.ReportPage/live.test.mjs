// Live mode: the page reads report.json beside it and changes in place.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { livePage, pageWith } from "./assemble.mjs";
import { missing, openBrowser, serve } from "./browser.mjs";
import { createReport, withTotals } from "./fixture.mjs";

const skip = missing;
let browser;

before(async () => { if (!skip) browser = await openBrowser(); });
after(() => browser?.close());

/** A server of a page and of a report that the test changes. */
async function serveReport(html, report) {
  const state = { report, isBroken: false };
  const server = await serve((path) => {
    if (path === "/") return [200, "text/html; charset=utf-8", html];
    if (path !== "/report.json" || state.isBroken) return [503, "text/plain", "broken"];
    return [200, "application/json", JSON.stringify({ ...state.report, generatedAt: new Date().toISOString() })];
  });
  return Object.assign(state, server);
}

const onboarded = (report, id) => withTotals({
  ...report,
  accounts: report.accounts.map((account) => (account.id === id ? { ...account, state: "protected", reason: null, nextCommand: null } : account)),
});

test("An account turns green in place, and the focus stays", { skip }, async () => {
  const report = createReport(16, { wrong: 0 });
  report.accounts[3] = { ...report.accounts[3], state: "missing", reason: "has no connector role" };
  const server = await serveReport(livePage(), withTotals(report));
  const { page, seen } = await browser.openAddress(server.address);
  const cell = page.locator(`.cell[data-account="${report.accounts[3].id}"]`);
  await cell.and(page.locator(".missing")).waitFor({ state: "attached" });
  assert.match(await page.locator("#answer").textContent(), /^No\. 1 of \d+ accounts is not\.$/);
  const place = await cell.getAttribute("d");
  await page.locator(".frame").nth(1).focus();
  const focused = await page.evaluate(() => document.activeElement.getAttribute("data-unit"));

  server.report = onboarded(withTotals(report), report.accounts[3].id);
  await cell.and(page.locator(".protected.arrived")).waitFor({ state: "attached" });
  assert.equal(await cell.getAttribute("d"), place);
  assert.match(await page.locator("#answer").textContent(), /^Yes\. All \d+ accounts are\.$/);
  assert.match(await page.title(), /^Yes/);
  assert.match(await page.locator("#announcement").textContent(), /^Yes/);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("data-unit")), focused);
  assert.match(await page.locator("#freshness").textContent(), /^Live\. The data is of .* UTC\.$/);

  const vended = { ...report.accounts[0], id: "700000000000", name: "vended" };
  server.report = withTotals({ ...server.report, accounts: [...server.report.accounts, vended] });
  await page.locator('.cell[data-account="700000000000"]').waitFor({ state: "attached" });
  assert.deepEqual(seen.errors, []);
  assert.ok(seen.requests.every((request) => request === server.address || request === `${server.address}report.json`), seen.requests.join("\n"));
  await page.close();
  await server.close();
});

test("A lost connection is stated with the time of the data, and comes back", { skip }, async () => {
  const server = await serveReport(livePage(), createReport(16));
  const { page } = await browser.openAddress(server.address);
  const freshness = page.locator("#freshness");
  await freshness.and(page.locator(".live")).waitFor();
  server.isBroken = true;
  await freshness.and(page.locator(".lost")).waitFor();
  assert.match(await freshness.textContent(), /^Connection lost\. The data is of .*\d\d:\d\d:\d\d UTC\. Trying again\.$/);
  assert.equal(await page.locator("#announcement").textContent(), "Connection lost. The data is not current.");
  server.isBroken = false;
  await freshness.and(page.locator(".live")).waitFor();
  await page.close();
  await server.close();
});

test("Before the first report the verdict is not known", { skip }, async () => {
  const server = await serveReport(livePage(), createReport(16));
  server.isBroken = true;
  const { page } = await browser.openAddress(server.address);
  await page.getByText("No connection to the server. Trying again.").waitFor();
  assert.equal(await page.locator("#answer").textContent(), "Not known yet.");
  await page.close();
  await server.close();
});

test("A page with a report and data-live is live, and filters stay", { skip }, async () => {
  const report = createReport(300);
  const server = await serveReport(pageWith(report).replace('<html lang="en">', '<html lang="en" data-live>'), report);
  const { page } = await browser.openAddress(server.address);
  await page.locator("#freshness.live").waitFor();
  await page.locator("#state").selectOption("missing");
  const lost = report.accounts.filter(({ state }) => state === "missing");
  server.report = onboarded(report, lost[0].id);
  await page.getByText(`1 to ${lost.length - 1} of ${lost.length - 1} accounts (of 300)`).waitFor();
  assert.equal(await page.locator("#state").inputValue(), "missing");
  await page.close();
  await server.close();
});
