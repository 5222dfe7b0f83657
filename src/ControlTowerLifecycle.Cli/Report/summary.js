"use strict";
// The top of the page: verdict, totals by state, and facts if they need attention.

const keyWarningDays = 30;
const reconcileWarningHours = 48;

function showSummary(model) {
  const { report, verdict, counts, total } = model;
  const { organization = {} } = report;
  document.title = `${verdict.title} – AWS accounts under protection, ${organization.id ?? "organization not known"}`;
  document.documentElement.dataset.verdict = verdict.kind;
  setText(byId("badge"), { yes: "✓", no: "×", unknown: "?" }[verdict.kind]);
  setText(byId("answer"), verdict.answer);
  setText(byId("details"), detailsOf(counts, total, report));
  setText(byId("origin"), [organization.id, organization.region, organization.stack].filter(Boolean).join(" · "));
  setText(byId("footer"), [
    organization.managementAccountId && `Management account ${organization.managementAccountId}`,
    organization.stack && `stack ${organization.stack}`,
    organization.version && `version ${organization.version}`,
  ].filter(Boolean).join(", "));
}

function detailsOf(counts, total, report) {
  const eligible = total - counts.skipped;
  const sentences = [];
  // Rounded down: 100% means every account.
  if (eligible > 0)
    sentences.push(`${formatNumber(counts.protected)} of ${counted(eligible, "account")} `
      + `${eligible === 1 ? "is" : "are"} protected (${Math.floor(100 * counts.protected / eligible)}%).`);
  if (counts.skipped > 0) sentences.push(`${formatNumber(counts.skipped)} more ${counts.skipped === 1 ? "is" : "are"} skipped on purpose.`);
  if (report.complete !== true) sentences.push("The report is not complete: not every account was read.");
  return sentences.join(" ");
}

/** Buttons that filter the table. A state without accounts is left out. */
function showTotals({ counts }) {
  const shown = ["protected", ...severity.filter((state) => state !== "protected" && counts[state] > 0)];
  const totals = byId("totals");
  if (totals.children.length !== shown.length || shown.some((state, at) => totals.children[at].dataset.state !== state))
    keepFocus(totals, "state", () => totals.replaceChildren(...shown.map(createTotal)));
  for (const button of totals.children) {
    const { state } = button.dataset;
    setText(button.querySelector(".number"), formatNumber(counts[state]));
    button.setAttribute("aria-pressed", String(filters.state === state));
  }
}

function createTotal(state) {
  const { label, meaning } = states[state];
  const choose = () => setFilters({ state: filters.state === state ? "" : state, cause: "" });
  return el("button", { type: "button", class: "total", "data-state": state, click: choose },
    swatch(state), el("span", { class: "number" }), " ", el("span", { class: "label" }, label),
    " ", el("span", { class: "meaning" }, meaning));
}

/** Replaces children and returns the focus to the child with the same data attribute. */
function keepFocus(container, attribute, replace) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset[attribute] : undefined;
  replace();
  if (focused !== undefined)
    [...container.querySelectorAll(`[data-${attribute}]`)].find((child) => child.dataset[attribute] === focused)?.focus();
}

function showFacts({ report }) {
  const now = parseDate(report.generatedAt) ?? new Date();
  const facts = [
    ...(report.notKnown ?? []).map((text) => ["warning", "Not known", text]),
    queueFact(report.queue),
    lettersFact(report.letters, now),
    ...(report.keys ?? []).map((key) => keyFact(key, now)),
    ...(report.alarms ?? []).map(alarmFact),
    reconcileFact(report.lastReconcile, now),
  ];
  byId("facts").replaceChildren(...facts.filter(Boolean).map(([kind, title, text, command]) =>
    el("li", { class: kind }, el("strong", null, title), " ", text,
      command && el("span", { class: "command" }, el("code", null, command), copyButton(command, `Copy the command ${command}`)))));
}

function queueFact(queue) {
  const { waiting = 0, inFlight = 0, delayed = 0 } = queue ?? {};
  const parts = [[waiting, "waiting"], [inFlight, "in progress"], [delayed, "delayed"]].filter(([number]) => number > 0);
  return parts.length > 0 && ["calm", "Work queue", parts.map(([number, word]) => `${formatNumber(number)} ${word}`).join(", ")];
}

function lettersFact(letters, now) {
  if (!(letters?.count > 0)) return null;
  const oldest = parseDate(letters.oldestAt);
  const age = oldest ? `the oldest is ${duration(now - oldest)} old` : "";
  return ["warning", counted(letters.count, "dead letter"), age, "ctlifecycle letters"];
}

function keyFact({ protection, lastDay }, now) {
  const last = parseDate(lastDay);
  if (!last || last - now > keyWarningDays * day) return null;
  const days = Math.ceil((last - now) / day);
  const when = days < 0 ? `ended on ${dateFormat.format(last)}`
    : `ends on ${dateFormat.format(last)}, ${days === 0 ? "today" : `in ${counted(days, "day")}`}`;
  return ["warning", "API key", `of ${protection} ${when}`, "ctlifecycle key status"];
}

function alarmFact({ name, since }) {
  const start = parseDate(since);
  return ["warning", "Alarm", `${name}${start ? `, on since ${minuteFormat.format(start)} UTC` : ""}`];
}

function reconcileFact(reconcile, now) {
  if (reconcile === undefined) return null;
  const at = parseDate(reconcile?.at);
  if (at && now - at < reconcileWarningHours * hour) return null;
  return ["calm", "Last reconcile", at ? `${duration(now - at)} ago, at ${minuteFormat.format(at)} UTC` : "none is known"];
}
