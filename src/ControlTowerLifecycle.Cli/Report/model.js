"use strict";
// What the report says, ready to show: accounts with the path of their unit, the tree of units, counts, causes, verdict.

/** By severity. Colour is never the only sign of a state: each one has a pattern, a mark and a label. */
const states = {
  failed: { label: "Failed", mark: "!", meaning: "the last run failed" },
  missing: { label: "Missing", mark: "×", meaning: "no role or no registration" },
  widened: { label: "Widened", mark: "+", meaning: "the role allows more than it should" },
  drifted: { label: "Drifted", mark: "≠", meaning: "differs from what was set" },
  retrying: { label: "Retrying", mark: "↻", meaning: "a run failed and is repeated" },
  notChecked: { label: "Not checked", mark: "?", meaning: "not known yet" },
  skipped: { label: "Skipped", mark: "–", meaning: "not protected on purpose" },
  protected: { label: "Protected", mark: "✓", meaning: "as it should be" },
};
const severity = Object.keys(states);
const rank = Object.fromEntries(severity.map((state, index) => [state, index]));
const notRight = ["failed", "missing", "widened", "drifted", "retrying"];
const supportedSchema = 1;

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const byName = (one, other) => collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1);

function emptyCounts() {
  return Object.fromEntries(severity.map((state) => [state, 0]));
}

const countNotRight = (counts) => notRight.reduce((sum, state) => sum + counts[state], 0);

function createModel(report) {
  const units = createUnits(report.units ?? []);
  // Sorted once. Later sorts are stable, so that accounts that are otherwise equal stay in the order of their names.
  const accounts = (report.accounts ?? []).map((account) => createAccount(account, units)).sort(byName);
  for (const account of accounts) account.unit.accounts.push(account);
  const roots = [...units.values()].filter((unit) => unit.parent === null);
  roots.forEach(count);
  const counts = emptyCounts();
  for (const account of accounts) counts[account.state]++;
  // An account that the report counts and does not list is not known.
  const unlisted = Math.max(0, (report.totals?.accounts ?? 0) - accounts.length);
  counts.notChecked += unlisted;
  const model = { report, accounts, units, roots: roots.filter((unit) => unit.total > 0), counts };
  return { ...model, total: accounts.length + unlisted, verdict: judge(report, counts, accounts.length + unlisted) };
}

function createUnits(entries) {
  const units = new Map();
  for (const { id, name } of entries)
    units.set(id, { id, name: name || id, parent: null, children: [], accounts: [], counts: emptyCounts(), total: 0 });
  for (const { id, parentId } of entries) {
    const parent = units.get(parentId);
    if (parent && !hasAncestor(parent, units.get(id))) units.get(id).parent = parent;
  }
  for (const unit of units.values()) unit.parent?.children.push(unit);
  return units;
}

/** Guards against units that contain each other. */
function hasAncestor(unit, ancestor) {
  for (let at = unit; at; at = at.parent) if (at === ancestor) return true;
  return false;
}

function createAccount(account, units) {
  const state = Object.hasOwn(states, account.state) ? account.state : "notChecked";
  const unit = units.get(account.unitId) ?? unknownUnit(units);
  const [id, name] = [String(account.id ?? ""), String(account.name ?? "")];
  const reason = account.reason ?? (Object.hasOwn(states, account.state) ? "" : `unknown state ${account.state}`);
  const path = pathOf(unit);
  const cause = state === "protected" ? "" : `${state}\n${general(reason, id, name)}`;
  return { id, name: name || id, unit, path, state, reason, next: account.nextCommand ?? "", cause };
}

function unknownUnit(units) {
  if (!units.has("")) units.set("", createUnits([{ id: "", name: "Unit not known" }]).get(""));
  return units.get("");
}

/** The path without the root of the organization. */
function pathOf(unit) {
  const names = [];
  for (let at = unit; at && (at.parent || at === unit); at = at.parent) names.unshift(at.name);
  return names.join(" / ");
}

/** A reason that names its account is the same cause as the reason of another account. */
function general(reason, id, name) {
  const text = id ? reason.replaceAll(id, "[account ID]") : reason;
  return name.length > 3 ? text.replaceAll(name, "[account name]") : text;
}

function count(unit) {
  for (const account of unit.accounts) unit.counts[account.state]++;
  for (const child of unit.children) {
    count(child);
    for (const state of severity) unit.counts[state] += child.counts[state];
  }
  unit.total = severity.reduce((sum, state) => sum + unit.counts[state], 0);
}

/** Yes only if the report is complete, says so, and no account contradicts it. */
function judge(report, counts, total) {
  const wrong = countNotRight(counts);
  const eligible = total - counts.skipped;
  const isKnown = report.complete === true && counts.notChecked === 0;
  if (wrong > 0)
    return {
      kind: "no", title: `No: ${formatNumber(wrong)} of ${formatNumber(eligible)}`,
      answer: `No. ${isKnown ? "" : "At least "}${formatNumber(wrong)} of ${counted(eligible, "account")} `
        + `${wrong === 1 ? "is" : "are"} not.`,
    };
  if (!isKnown || total === 0 || report.allProtected !== true)
    return {
      kind: "unknown", title: "Not known yet",
      answer: counts.notChecked > 0
        ? `Not known yet. ${counted(counts.notChecked, "account")} ${counts.notChecked === 1 ? "was" : "were"} not checked.`
        : "Not known yet.",
    };
  return {
    kind: "yes", title: "Yes",
    answer: eligible === 0 ? "Yes. Every account is skipped." : eligible === 1 ? "Yes, the one account is."
      : `Yes. All ${formatNumber(eligible)} accounts are.`,
  };
}

/** Accounts with the same state and the same reason, the most severe and most frequent first. */
function causesOf(accounts) {
  const causes = new Map();
  for (const account of accounts) {
    const cause = causes.get(account.cause) ?? { key: account.cause, state: account.state, accounts: [] };
    cause.accounts.push(account);
    causes.set(account.cause, cause);
  }
  return [...causes.values()].sort((one, other) =>
    rank[one.state] - rank[other.state] || other.accounts.length - one.accounts.length);
}
