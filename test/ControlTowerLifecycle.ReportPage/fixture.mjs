// Reports with invented accounts. The same arguments give the same report.

const skippedReasons = ["suspended", "not governed: no execution role"];
const problems = [
  ["missing", "has no connector role", "onboard"],
  ["missing", "The execution role AWSControlTowerExecution does not exist in account ID.", "onboard"],
  ["drifted", "The role does not allow ec2:DescribeVpcs.", "onboard"],
  ["widened", "The role has the foreign policy arn:aws:iam::aws:policy/AdministratorAccess.", "account"],
  ["failed", "A service control policy denies iam:CreateRole in account ID.", "letters redrive"],
  ["retrying", "The vendor responds with status 503.", "account"],
];
const unitNames = [
  ["Root", null, 0.005], ["Security", 0, 0.02], ["Infrastructure", 0, 0.06], ["Workloads", 0, 0.02], ["Sandbox", 0, 0.12], ["Suspended", 0, 0.02],
  ["Production", 3, 0.3], ["Staging", 3, 0.12], ["Development", 3, 0.2], ["Payments", 6, 0.08], ["Data platform", 6, 0.055],
];
const words = ["payments", "ledger", "catalog", "search", "identity", "billing", "analytics", "mobile", "partner", "shipping", "pricing", "archive"];
const stages = ["prod", "test", "dev", "dr", "eu", "us"];

/** A small linear congruential generator: numbers from 0 to 1. */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

/**
 * @param accounts the number of accounts
 * @param wrong the part of accounts that are not right
 */
export function createReport(accounts, { wrong = 0.05, seed = 7, generatedAt = "2026-11-20T08:30:00Z", ...changes } = {}) {
  const next = numbers(seed);
  const units = unitNames.map(([name, parent], index) => ({ id: unitId(index), name, parentId: parent === null ? null : unitId(parent) }));
  const list = Array.from({ length: accounts }, (_, index) => createAccount(index, next, wrong));
  return withTotals({
    schemaVersion: 1,
    generatedAt,
    organization: { id: "o-a1b2c3d4e5", managementAccountId: "111111111111", region: "eu-west-1", stack: "control-tower-lifecycle", version: "1.0.0" },
    complete: true,
    queue: { waiting: 0, inFlight: 0, delayed: 0 },
    letters: { count: 0, oldestAt: null },
    keys: [{ protection: "Workload Security", lastDay: "2027-09-30" }],
    alarms: [],
    lastReconcile: { at: "2026-11-20T03:00:00Z", accounts },
    units,
    accounts: list,
    ...changes,
  });
}

/** The report with totals and verdict of its accounts. */
export function withTotals(report) {
  const count = (state) => report.accounts.filter((account) => account.state === state).length;
  const totals = { accounts: report.accounts.length };
  for (const state of ["protected", "missing", "drifted", "widened", "failed", "retrying", "skipped", "notChecked"]) totals[state] = count(state);
  const allProtected = totals.protected + totals.skipped === totals.accounts;
  return { ...report, allProtected: report.complete && allProtected, totals };
}

function createAccount(index, next, wrong) {
  const id = String(200_000_000_000 + ((index * 79_191_919 + 12_345) % 700_000_000_000)).padStart(12, "0");
  const unit = pickUnit(next());
  const name = `${words[Math.floor(next() * words.length)]}-${stages[Math.floor(next() * stages.length)]}-${index + 1}`;
  const account = { id, name, unitId: unitId(unit), state: "protected", reason: null, nextCommand: null };
  if (unitNames[unit][0] === "Suspended" || next() < 0.01) return { ...account, state: "skipped", reason: skippedReasons[Math.floor(next() * 2)] };
  if (next() >= wrong) return account;
  const [state, reason, verb] = problems[Math.floor(next() * next() * problems.length)];
  return { ...account, state, reason: reason.replace("ID", id), nextCommand: `ctlifecycle ${verb} ${id}` };
}

function pickUnit(number) {
  let index = 0;
  for (let rest = number; index < unitNames.length - 1 && rest >= unitNames[index][2]; index++) rest -= unitNames[index][2];
  return index;
}

const unitId = (index) => (index === 0 ? "r-ab12" : `ou-ab12-${String(index).padStart(8, "0")}`);
