"use strict";
// Shows the report; in live mode, reads report.json and shows it again when it changes.

const embedded = readEmbedded();
const isLive = embedded === null || document.documentElement.hasAttribute("data-live");

const pollMilliseconds = 1000;
const hiddenMilliseconds = 15_000;
const longestMilliseconds = 30_000;
const requestTimeout = 10_000;

const connection = { failures: 0, timer: 0, isReading: false, generatedAt: null, shown: "" };

/** Null if the token was not replaced. */
function readEmbedded() {
  const text = byId("report").textContent;
  return text.startsWith("/*") ? null : JSON.parse(text);
}

function show(report) {
  connection.generatedAt = parseDate(report.generatedAt);
  byId("problem").hidden = report.schemaVersion === supportedSchema;
  setText(byId("problem"), report.schemaVersion === supportedSchema ? ""
    : `This page shows reports of schema version ${supportedSchema}, and this report has version ${report.schemaVersion}. `
      + "Parts can be missing.");
  const model = createModel(report);
  const answer = byId("answer").textContent;
  current = model;
  showSummary(model);
  showTotals(model);
  showFacts(model);
  showPicture(model);
  showCauses(model);
  showTable(model);
  showFreshness();
  if (isLive && answer !== byId("answer").textContent) announce(byId("answer").textContent);
}

function showFreshness() {
  const { failures, generatedAt } = connection;
  const at = generatedAt ? `${minuteFormat.format(generatedAt)} UTC` : "an unknown time";
  const age = generatedAt ? Date.now() - generatedAt : 0;
  byId("freshness").classList.toggle("lost", isLive && failures > 0);
  byId("freshness").classList.toggle("live", isLive && failures === 0 && generatedAt !== null);
  if (!isLive) setText(byId("freshness"), `As of ${at}.${age > 2 * hour ? ` This report is ${duration(age)} old.` : ""}`);
  else if (generatedAt === null)
    setText(byId("freshness"), failures > 0 ? "No connection to the server. Trying again." : "Reading the report.");
  else {
    const time = `${dateFormat.format(generatedAt)}, ${secondFormat.format(generatedAt)} UTC`;
    setText(byId("freshness"), failures > 0 ? `Connection lost. The data is of ${time}. Trying again.` : `Live. The data is of ${time}.`);
  }
}

async function poll() {
  if (connection.isReading) return;
  connection.isReading = true;
  clearTimeout(connection.timer);
  const received = await read();
  connection.isReading = false;
  if (received) {
    if (connection.failures > 0) announce("The connection is back.");
    connection.failures = 0;
    connection.generatedAt = parseDate(received.report.generatedAt);
    if (received.content !== connection.shown) show(received.report);
    connection.shown = received.content;
  } else if (++connection.failures === 1) announce("Connection lost. The data is not current.");
  showFreshness();
  const pause = Math.min(longestMilliseconds, pollMilliseconds * 2 ** connection.failures);
  connection.timer = setTimeout(poll, document.hidden ? Math.max(hiddenMilliseconds, pause) : pause);
}

/** The report, and its text without the time; null if there is no connection. */
async function read() {
  try {
    const response = await fetch("report.json", { cache: "no-store", signal: AbortSignal.timeout(requestTimeout) });
    if (!response.ok) return null;
    const text = await response.text();
    return { report: JSON.parse(text), content: text.replace(/"generatedAt":\s*"[^"]*"/, "") };
  } catch {
    return null;
  }
}

/** The print has all accounts that are not right instead of the table with its filters. */
function preparePrint() {
  const accounts = current?.accounts.filter(({ state }) => notRight.includes(state) || state === "notChecked") ?? [];
  byId("print").hidden = accounts.length === 0;
  byId("print-rows").replaceChildren(...accounts
    .sort(columns.state.compare)
    .map(({ id, name, path, state, reason, next }) => el("tr", null,
      el("th", { scope: "row" }, el("span", { class: "outside" }, name), " ", el("code", null, id)), el("td", { class: "outside" }, path),
      el("td", null, stateLabel(state)),
      el("td", null, el("span", { class: "outside" }, reason), next && el("code", { class: "next" }, next)))));
}

prepareTable();
addEventListener("beforeprint", preparePrint);
addEventListener("afterprint", () => { byId("print").hidden = true; byId("print-rows").replaceChildren(); });
let pictureWidth = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (current && Math.floor(contentRect.width) !== pictureWidth) showPicture(current);
  pictureWidth = Math.floor(contentRect.width);
}).observe(byId("picture"));

if (embedded !== null) show(embedded);
else showFreshness();
if (isLive) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
  poll();
}
