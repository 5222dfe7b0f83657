// The tables of docs/cost.md, from counted calls (docs/benchmarks.json), the template and list prices.
// node docs/cost.mjs prints them; node docs/cost.mjs --write puts them into the page.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const begin = "<!-- computed: node docs/cost.mjs --write -->";
const end = "<!-- end of computed -->";
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** US dollars, list prices of us-east-1, mid-2026. A free allowance is per account and month. */
const prices = {
  x86_64: 0.0000166667, // a GB-second of Lambda
  arm64: 0.0000133334,
  request: 0.2 / 1e6,
  sqs: 0.4 / 1e6,
  kmsKey: 1,
  kms: 0.03 / 1e4,
  secret: 0.4,
  log: 0.5 / 1e9, // a byte
  metric: 0.3, // a month in which every hour has a value
  alarm: 0.1,
  dashboard: 3,
  trace: 5 / 1e6,
  traffic: 0.09 / 1e9,
};

/** Assumptions. Only an installation on AWS can show the real values. */
const assumed = {
  latency: 0.15, // seconds of one round trip from Lambda to AWS or the vendor
  vended: 0.05, // accounts vended in a month, as a share
  reconciles: 30, // in a month
  concurrentReads: 16, // accounts that a walk inspects at the same time
  traffic: 6_000, // bytes to the vendor for a new account
  polls: 648_000, // of the work queue in a month, by Lambda: 15 a minute
  hoursWithValues: 0.03, // share of a month's hours in which a metric has a value: a reconcile a day
};

export function readInputs() {
  const report = JSON.parse(readFileSync(at("benchmarks.json"), "utf8"));
  const rows = new Map(report.sections.flatMap((section) => section.rows).map((row) => [row.id, row.values.native]));
  const measured = (id) => rows.get(id) ?? fail(`docs/benchmarks.json has no ${id} of the native package`);
  const template = JSON.parse(
    readFileSync(at("../test/ControlTowerLifecycle.Cdk.Tests/Approved/ControlTowerLifecycle.template.json"), "utf8"),
  );
  const resources = Object.values(template.Resources);
  const count = (type) => resources.filter((resource) => resource.Type === type && !resource.Condition).length;
  const metrics = readFileSync(at("../src/ControlTowerLifecycle/Hosting/Metrics/Metric.cs"), "utf8");
  return {
    measured,
    memory: resources.find((resource) => resource.Type === "AWS::Lambda::Function").Properties.MemorySize / 1024,
    alarms: count("AWS::CloudWatch::Alarm"),
    keys: count("AWS::KMS::Key"),
    dashboards: count("AWS::CloudWatch::Dashboard"),
    metrics: [...metrics.matchAll(/static Metric \w+ \{ get; \} = new/g)].length,
    calls: Number(template.Parameters.WorkloadSecurityCallsPerMinute.Default),
    concurrency: Number(template.Parameters.MaximumConcurrency.Default),
  };
}

function fail(message) {
  throw new Error(message);
}

/** Seconds of an invocation on AWS: its own time as measured, and its round trips at the assumed latency. */
function seconds({ measured }, work) {
  const own = measured(`time.${work}`) / 1000 - measured(`trips.${work}`) * 0.05;
  return Math.max(0, own) + measured(`trips.${work}`) * assumed.latency;
}

/** Pages of accounts, governance and connectors; then every account's role, many at a time. */
function walkSeconds(inputs, accounts, inspects) {
  const pages = (accounts / 20 + accounts / 100 + accounts / 500) * assumed.latency;
  return pages + (inspects ? (accounts / assumed.concurrentReads) * seconds(inputs, "unchanged") : 0);
}

export function compute(inputs, accounts, architecture) {
  const run = (time) => time * inputs.memory * prices[architecture];
  const batches = accounts / 10;
  const batch = seconds(inputs, "batch-of-ten-new");
  const share = inputs.calls / (inputs.concurrency + 1);
  const vendorCalls = accounts * inputs.measured("vendor.new");
  // Above its budget a process waits, and the wait is billed.
  const waiting = (vendorCalls / share) * 60;
  const work = Math.max(batches * batch, vendorCalls > inputs.concurrency * share ? waiting : 0);
  const queued = (count, perBatch, logOf) =>
    3 * count * prices.sqs +
    (count / 10) * inputs.measured(`log.${logOf}`) * prices.log +
    (count / perBatch) * (prices.request + prices.trace + prices.kms);
  const vended = accounts * assumed.vended;
  return {
    reconcile: assumed.reconciles * run(walkSeconds(inputs, accounts, true)),
    vended: vended * run(seconds(inputs, "new-cold-process")) + queued(vended, 1, "batch-of-ten-new"),
    deployment:
      run(work + walkSeconds(inputs, accounts, false)) +
      queued(accounts, 10, "batch-of-ten-new") +
      accounts * assumed.traffic * prices.traffic,
    update: run(batches * batch + walkSeconds(inputs, accounts, false)) + queued(accounts, 10, "batch-of-ten-new"),
  };
}

export function standing(inputs, hours) {
  return {
    [`${inputs.metrics} metrics`]: inputs.metrics * prices.metric * hours,
    dashboard: inputs.dashboards * prices.dashboard,
    "KMS key": inputs.keys * prices.kmsKey,
    [`${inputs.alarms} alarms`]: inputs.alarms * prices.alarm,
    secret: prices.secret,
    "SQS: Lambda polls the queue": assumed.polls * prices.sqs,
  };
}

const sum = (parts) => Object.values(parts).reduce((total, part) => total + part, 0);
const dollars = (value) => (value > 0 && value < 0.005 ? "< 0.01" : value.toFixed(2));

export function tables(inputs) {
  const sizes = [100, 1_000, 10_000];
  const [usual, most] = [standing(inputs, assumed.hoursWithValues), standing(inputs, 1)];
  const costs = sizes.flatMap((size) => ["x86_64", "arm64"].map((name) => compute(inputs, size, name)));
  const head = sizes.flatMap((size) => ["x86_64", "arm64"].map((name) => `${size.toLocaleString("en")}, ${name}`));
  const line = (name, values) => `| ${name} | ${values.map(dollars).join(" | ")} |`;
  const month = (cost) => sum(usual) + cost.reconcile + cost.vended;
  return [
    `| US dollars | ${head.join(" | ")} |`,
    `|---${"|---:".repeat(head.length)}|`,
    line("idle month", costs.map(() => sum(usual))),
    line("daily reconcile, a month", costs.map((cost) => cost.reconcile)),
    line("5 % of the accounts vended, a month", costs.map((cost) => cost.vended)),
    line("**a month**", costs.map(month)),
    line("first deployment, once", costs.map((cost) => cost.deployment)),
    line("update that refreshes every role", costs.map((cost) => cost.update)),
    "",
    "| idle month, US dollars | usual | every metric in every hour |",
    "|---|---:|---:|",
    ...Object.entries(usual).map(([name, value]) => line(name, [value, most[name]])),
    line("**sum**", [sum(usual), sum(most)]),
    "",
    "| from the benchmarks, native package | value |",
    "|---|---:|",
    ...[
      ["batch of ten new accounts, on AWS", `${seconds(inputs, "batch-of-ten-new").toFixed(2)} s`],
      ["one new account in a new process", `${seconds(inputs, "new-cold-process").toFixed(2)} s`],
      ["one unchanged account", `${seconds(inputs, "unchanged").toFixed(2)} s`],
      ["vendor calls for a new account", inputs.measured("vendor.new")],
      ["log of a batch of ten", `${inputs.measured("log.batch-of-ten-new").toLocaleString("en")} bytes`],
      ["memory used, of " + inputs.memory * 1024 + " MB", `${inputs.measured("memory.batch").toFixed(0)} MiB`],
    ].map(([name, value]) => `| ${name} | ${value} |`),
  ].join("\n");
}

export function pageWith(page, computed) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) fail(`docs/cost.md must have the line ${begin} and after it the line ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${computed}\n\n${page.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const computed = tables(readInputs());
  if (process.argv.includes("--write")) writeFileSync(at("cost.md"), pageWith(readFileSync(at("cost.md"), "utf8"), computed));
  else console.log(computed);
}
