// What the page shows, and what its controls do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pageWith } from "./assemble.mjs";
import { missing, openBrowser } from "./browser.mjs";
import { createReport, withTotals } from "./fixture.mjs";

const skip = missing;
const report = createReport(300);
const isWrong = (account) => !["protected", "skipped"].includes(account.state);
let browser;

before(async () => { if (!skip) browser = await openBrowser(); });
after(() => browser?.close());

async function open(document, options) {
  const { page, seen } = await browser.openDocument(pageWith(document), options);
  assert.deepEqual(seen.errors, []);
  return page;
}

const account = (state, index = 1) =>
  ({ id: String(index).padStart(12, "0"), name: `account-${index}`, unitId: "r-ab12", state, reason: null, nextCommand: null });

test("10,000 accounts are shown in less than two seconds", { skip }, async () => {
  const report = createReport(10_000);
  const times = [];
  // The best of three: another process can slow one.
  for (let run = 0; run < 3; run++) {
    const page = await open(report);
    times.push(await page.evaluate(() => new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const paint = list.getEntriesByName("first-contentful-paint")[0];
        if (paint) resolve(Math.max(paint.startTime, performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd));
      }).observe({ type: "paint", buffered: true });
    })));
    assert.equal(await page.locator("#rows tr").count(), 25);
    await page.close();
  }
  console.log(`painted, and everything shown, after ${times.map(Math.round).join(", ")} ms`);
  assert.ok(Math.min(...times) < 2000, `${times} ms`);
});

const verdicts = [
  ["every account is protected", { accounts: [account("protected"), account("protected", 2)] }, "Yes. All 2 accounts are."],
  ["skipped accounts do not count", { accounts: [account("protected"), account("skipped", 2)] }, "Yes, the one account is."],
  ["one is missing", { accounts: [account("protected"), account("missing", 2)] }, "No. 1 of 2 accounts is not."],
  ["the report is not complete", { accounts: [account("protected")], complete: false }, "Not known yet."],
  ["one is missing and the report is not complete", { accounts: [account("failed")], complete: false }, "No. At least 1 of 1 account is not."],
  ["one was not checked", { accounts: [account("protected"), account("notChecked", 2)] }, "Not known yet. 1 account was not checked."],
  ["a state is not known", { accounts: [account("purple")] }, "Not known yet. 1 account was not checked."],
  ["no account is listed", { accounts: [] }, "Not known yet."],
];
for (const [name, changes, answer] of verdicts)
  test(`The verdict if ${name}`, { skip }, async () => {
    const page = await open(withTotals({ ...report, ...changes }));
    assert.equal(await page.locator("#answer").textContent(), answer);
    assert.match(await page.title(), new RegExp(`^${/^(?:Yes|No|Not known yet)/.exec(answer)[0]}.* o-a1b2c3d4e5$`));
    await page.close();
  });

test("A report that contradicts its accounts is not believed", { skip }, async () => {
  const wrong = { ...withTotals({ ...report, accounts: [account("missing")] }), allProtected: true };
  const unlisted = withTotals({ ...report, accounts: [account("protected")] });
  unlisted.totals.accounts = 5;
  for (const [document, answer] of [[wrong, /^No\./], [unlisted, /^Not known yet\. 4 accounts/]]) {
    const page = await open(document);
    assert.match(await page.locator("#answer").textContent(), answer);
    await page.close();
  }
});

test("Facts are shown only if they need attention", { skip }, async () => {
  const calm = await open(report);
  assert.deepEqual(await calm.locator("#facts li").allTextContents(), []);
  await calm.close();
  const page = await open({
    ...report,
    notKnown: ["The alarms could not be read: AccessDenied."],
    queue: { waiting: 3, inFlight: 0, delayed: 1200 },
    letters: { count: 2, oldestAt: "2026-11-17T08:00:00Z" },
    keys: [{ protection: "Workload Security", lastDay: "2026-12-01" }, { protection: "Cloud Accounts", lastDay: "2026-11-01" }],
    alarms: [{ name: "AlarmDeadLetters", since: "2026-11-17T08:05:00Z" }],
    lastReconcile: { at: "2026-11-10T03:00:00Z" },
  });
  const facts = (await page.locator("#facts li").allTextContents()).map((text) => text.replace(/Copy$/, ""));
  assert.deepEqual(facts, [
    "Not known The alarms could not be read: AccessDenied.",
    "Work queue 3 waiting, 1,200 delayed",
    "2 dead letters the oldest is 3 days oldctlifecycle letters",
    "API key of Workload Security ends on 1 Dec 2026, in 11 daysctlifecycle key status",
    "API key of Cloud Accounts ended on 1 Nov 2026ctlifecycle key status",
    "Alarm AlarmDeadLetters, on since 17 Nov 2026, 08:05 UTC",
    "Last reconcile 10 days ago, at 10 Nov 2026, 03:00 UTC",
  ]);
  await page.close();
});

test("Every column sorts in both directions", { skip }, async () => {
  const page = await open(report);
  for (const column of ["name", "id", "path", "state", "reason", "next"]) {
    const header = page.locator(`th[data-column=${column}]`);
    const before = await header.getAttribute("aria-sort");
    await header.locator("button").click();
    assert.notEqual(await header.getAttribute("aria-sort"), before);
    const first = await firstCell(page, column);
    await header.locator("button").press("Enter");
    assert.ok(["ascending", "descending"].includes(await header.getAttribute("aria-sort")));
    assert.notEqual(await firstCell(page, column), first, column);
    assert.equal(await page.locator('th[aria-sort="ascending"], th[aria-sort="descending"]').count(), 1);
  }
  await page.locator("th[data-column=id] button").click();
  const ids = report.accounts.map(({ id }) => id).sort();
  assert.deepEqual(await page.locator("#rows .column-id").allTextContents(), ids.slice(0, 25));
  await page.locator("#next").click();
  assert.deepEqual(await page.locator("#rows .column-id").allTextContents(), ids.slice(25, 50));
  await page.close();
});

const firstCell = (page, column) => page.locator(`#rows .column-${column}`).first().textContent();

test("Text, state and unit filter the table", { skip }, async () => {
  const page = await open(report);
  const range = page.locator("#range");
  await page.locator("#text").fill("PAYMENTS prod");
  const found = report.accounts.filter(({ name, unitId }) => /payments/.test(name + pathOf(unitId)) && /prod/.test(name + pathOf(unitId)));
  assert.match(await range.textContent(), new RegExp(` of ${found.length} accounts`));
  await page.locator("#clear").click();
  await page.locator("#state").selectOption("missing");
  const lost = report.accounts.filter(({ state }) => state === "missing");
  assert.equal(await range.textContent(), `1 to ${lost.length} of ${lost.length} accounts (of 300)`);
  await page.locator("#state").selectOption("");
  const workloads = report.units.find(({ name }) => name === "Workloads").id;
  await page.locator("#unit").selectOption(workloads);
  const nested = report.accounts.filter(({ unitId }) => isUnder(unitId, workloads));
  assert.match(await range.textContent(), new RegExp(` of ${nested.length} accounts \\(of 300\\)`));
  await page.locator("#text").fill("no such account");
  assert.equal(await range.textContent(), "No account matches the filters.");
  await page.close();
});

const unitOf = (id) => report.units.find((unit) => unit.id === id);
const isUnder = (id, ancestor) => id !== null && (id === ancestor || isUnder(unitOf(id).parentId, ancestor));
const pathOf = (id) => (id === null ? "" : `${pathOf(unitOf(id).parentId)}/${unitOf(id).name}`.toLowerCase());

test("A unit, a total and a cause filter the table", { skip }, async () => {
  const page = await open(report);
  const sandbox = page.locator('.frame[aria-label^="Sandbox:"]');
  const inSandbox = report.accounts.filter(({ unitId }) => unitOf(unitId).name === "Sandbox").length;
  assert.match(await sandbox.getAttribute("aria-label"), new RegExp(`^Sandbox: ${inSandbox} accounts, .*protected`));
  await sandbox.click();
  assert.match(await page.locator("#range").textContent(), new RegExp(` of ${inSandbox} accounts`));
  assert.equal(await sandbox.getAttribute("aria-pressed"), "true");
  await page.locator("#clear").click();
  await page.locator('.total[data-state="missing"]').click();
  assert.equal(await page.locator("#state").inputValue(), "missing");
  await page.locator("#clear").click();
  const card = page.locator(".cause").first();
  const count = Number(/\d+/.exec(await card.locator("h3 span").last().textContent())[0]);
  await card.getByRole("button", { name: "Show in the table" }).click();
  assert.match(await page.locator("#range").textContent(), new RegExp(` of ${count} accounts? \\(of 300\\)`));
  await page.close();
});

test("The picture is one stop of the Tab key, and arrow keys and Enter work in it", { skip }, async () => {
  const page = await open(report);
  assert.equal(await page.locator('.frame[tabindex="0"]').count(), 1);
  await page.locator('.frame[tabindex="0"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.equal(label, await page.locator(".frame").nth(1).getAttribute("aria-label"));
  await page.keyboard.press("Enter");
  assert.notEqual(await page.locator("#unit").inputValue(), "");
  await page.close();
});

test("Accounts with the same reason are one cause with one command", { skip }, async () => {
  const accounts = [1, 2, 3, 4, 5].map((index) => ({
    ...account("failed", index), reason: `A policy denies iam:CreateRole in account ${String(index).padStart(12, "0")}.`,
    nextCommand: `ctlifecycle letters redrive ${String(index).padStart(12, "0")}`,
  }));
  const page = await open(withTotals({ ...report, accounts }));
  assert.equal(await page.locator(".cause").count(), 1);
  assert.equal(await page.locator(".cause .reason").textContent(), "A policy denies iam:CreateRole in account [account ID].");
  await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
  await page.locator(".cause .copy").click();
  assert.equal(await page.evaluate("copied"), `ctlifecycle letters redrive ${accounts.map(({ id }) => id).join(" ")}`);
  assert.equal(await page.locator("#announcement").textContent(), "Copied.");
  await page.close();
});

test("The text alternative has every unit with its accounts", { skip }, async () => {
  const page = await open(report);
  await page.getByText("The same as text").click();
  const rows = await page.locator("#units tr").allTextContents();
  assert.equal(rows.length, report.units.length);
  assert.match(rows[0], /^Root300\d+ missing, .*protected$/);
  await page.close();
});

test("The print has all accounts that are not right, and no controls", { skip }, async () => {
  const page = await open(createReport(300, { wrong: 0.3 }));
  const wrong = createReport(300, { wrong: 0.3 }).accounts.filter(isWrong).length;
  await page.evaluate(() => addEventListener("beforeprint", () => { window.printed = document.querySelectorAll("#print-rows tr").length; }));
  assert.equal((await page.pdf({ format: "A4" })).subarray(0, 5).toString(), "%PDF-");
  assert.equal(await page.evaluate("printed"), wrong);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.ok(await page.locator("#print").isVisible());
  assert.ok(await page.locator("#picture").isVisible());
  for (const hidden of [".rows", ".filters", ".copy", "#clear"]) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  await page.close();
});
