"use strict";
// The table of accounts: filters, sorting and pages.

const pageSize = 25;

const columns = {
  name: { label: "Account", compare: byName },
  id: { label: "Account ID", compare: (one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0) },
  path: { label: "Organizational unit", compare: (one, other) => collator.compare(one.path, other.path) },
  state: { label: "State", compare: (one, other) => rank[one.state] - rank[other.state] },
  reason: { label: "Reason", compare: (one, other) => emptyLast(one.reason, other.reason) },
  next: { label: "Next command", compare: (one, other) => emptyLast(one.next, other.next) },
};

const filters = { text: "", state: "", unit: "", cause: "" };
const order = { column: "state", isDescending: false };
let page = 0;
let current = null;

function emptyLast(one, other) {
  return Number(one === "") - Number(other === "") || collator.compare(one, other);
}

/** A unit with its nested units; or, after "directly:", the accounts directly in it. */
const keyOf = (unit, isDirect) => (isDirect && unit.children.length > 0 ? `directly:${unit.id}` : unit.id);

/** Changes filters from another part of the page, and goes to the table if one was set. */
function setFilters(changes) {
  Object.assign(filters, changes);
  page = 0;
  showFilters();
  if (!Object.values(changes).some(Boolean)) return;
  byId("accounts-title").tabIndex = -1;
  byId("accounts-title").focus({ preventScroll: true });
  byId("accounts-title").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function showFilters() {
  byId("text").value = filters.text;
  byId("state").value = filters.state;
  byId("unit").value = filters.unit;
  byId("clear").hidden = !Object.values(filters).some(Boolean);
  byId("active-cause").hidden = !filters.cause;
  const [state, reason] = filters.cause.split("\n");
  setText(byId("active-cause"), filters.cause ? `Only ${states[state].label.toLowerCase()}: ${reasonText(reason, state)}` : "");
  showTotals(current);
  showSelection();
  showRows();
}

function prepareTable() {
  byId("text").addEventListener("input", () => { filters.text = byId("text").value; page = 0; showFilters(); });
  byId("state").addEventListener("change", () => { filters.state = byId("state").value; page = 0; showFilters(); });
  byId("unit").addEventListener("change", () => { filters.unit = byId("unit").value; page = 0; showFilters(); });
  byId("clear").addEventListener("click", () => {
    setFilters({ text: "", state: "", unit: "", cause: "" });
    byId("text").focus();
  });
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  byId("columns").append(...Object.entries(columns).map(([key, { label }]) =>
    el("th", { scope: "col", role: "columnheader", class: `column-${key}`, "data-column": key },
      el("button", { type: "button", click: () => sortBy(key) }, label, el("span", { class: "arrow", "aria-hidden": "true" })))));
}

function turn(by) {
  page += by;
  showRows();
  byId("range").scrollIntoView({ block: "nearest" });
}

function sortBy(column) {
  order.isDescending = order.column === column && !order.isDescending;
  order.column = column;
  page = 0;
  showRows();
}

function showTable(model) {
  current = model;
  showOptions(byId("state"), [["", "All states"],
    ...severity.filter((state) => model.counts[state] > 0 || state === filters.state).map((state) => [state, states[state].label])]);
  showOptions(byId("unit"), [["", "All units"], ...unitOptions(model.roots)]);
  showFilters();
}

function unitOptions(roots) {
  const options = [];
  const add = (unit, depth) => {
    const indent = "\u2003".repeat(depth);
    options.push([unit.id, indent + unit.name]);
    const nested = unit.children.filter((child) => child.total > 0);
    if (unit.accounts.length > 0 && unit.children.length > 0) options.push([keyOf(unit, true), `${indent}\u2003directly in ${unit.name}`]);
    for (const child of nested) add(child, depth + 1);
  };
  for (const unit of roots) add(unit, 0);
  return options;
}

function showOptions(select, options) {
  if (select.options.length === options.length && options.every(([value, label], at) =>
    select.options[at].value === value && select.options[at].text === label.trim())) return;
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, label]) => el("option", { value }, label)));
  select.value = chosen;
}

function chosenAccounts() {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const direct = filters.unit.startsWith("directly:") ? filters.unit.slice("directly:".length) : null;
  const unit = filters.unit && direct === null ? current.units.get(filters.unit) : null;
  const isIn = direct !== null ? (account) => account.unit.id === direct
    : unit ? (account) => hasAncestor(account.unit, unit) : () => filters.unit === "";
  const found = current.accounts.filter((account) =>
    (!filters.state || account.state === filters.state) && (!filters.cause || account.cause === filters.cause)
    && isIn(account) && words.every((word) => searchText(account).includes(word)));
  const { compare } = columns[order.column];
  const sign = order.isDescending ? -1 : 1;
  return found.sort((one, other) => sign * compare(one, other));
}

function searchText(account) {
  const { name, id, path, state, reason, next } = account;
  account.search ??= [name, id, path, states[state].label, reason, next].join("\n").toLowerCase();
  return account.search;
}

function showRows() {
  const found = chosenAccounts();
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  page = Math.min(Math.max(page, 0), pages - 1);
  const first = page * pageSize;
  const shown = found.slice(first, first + pageSize);
  for (const header of byId("columns").children)
    header.setAttribute("aria-sort", header.dataset.column !== order.column ? "none" : order.isDescending ? "descending" : "ascending");
  keepFocus(byId("rows"), "account", () => byId("rows").replaceChildren(...shown.map(createRow)));
  const all = found.length === current.accounts.length ? "" : ` (of ${formatNumber(current.accounts.length)})`;
  setText(byId("range"), found.length === 0 ? `No account${current.accounts.length > 0 ? " matches the filters." : " is listed."}`
    : `${formatNumber(first + 1)} to ${formatNumber(first + shown.length)} of ${counted(found.length, "account")}${all}`);
  setText(byId("page"), `Page ${formatNumber(page + 1)} of ${formatNumber(pages)}`);
  byId("previous").disabled = page === 0;
  byId("next").disabled = page === pages - 1;
  byId("page").parentElement.hidden = pages === 1;
}

function createRow({ id, name, path, state, reason, next }) {
  const cell = (column, ...content) => el("td", { role: "cell", class: `column-${column}` }, ...content);
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader", class: "column-name outside" }, name),
    cell("id", el("code", null, id)),
    cell("path", el("span", { class: "outside" }, path)),
    cell("state", stateLabel(state)),
    cell("reason", el("span", { class: "outside" }, reason)),
    cell("next", next && el("span", { class: "command" }, el("code", { class: "outside" }, next), markedCopy(next, id))));
}

function markedCopy(command, id) {
  const button = copyButton(command, `Copy the command ${command}`);
  button.dataset.account = id;
  return button;
}

function stateLabel(state) {
  return el("span", { class: "state" }, swatch(state), el("span", null, states[state].label));
}
