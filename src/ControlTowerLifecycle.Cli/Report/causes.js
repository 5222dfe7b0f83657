"use strict";
// What is not right and why: accounts with the same state and reason are one cause, with the command that repairs it.

const mostCauses = 50;
const mostNames = 4;

/** The commands of ctlifecycle that take several accounts. */
const takesSeveral = /^ctlifecycle (?:plan|onboard|letters redrive) \d{12}$/;

let shownCauses = "";

function showCauses({ accounts, verdict }) {
  const causes = causesOf(accounts.filter(({ state }) => notRight.includes(state) || state === "notChecked"));
  const skipped = causesOf(accounts.filter(({ state }) => state === "skipped"));
  const signature = JSON.stringify([...causes, ...skipped]
    .map(({ key, accounts: members }) => [key, members.map(({ id, next }) => [id, next])]));
  setText(byId("causes-lead"), leadOf(causes, verdict));
  if (signature === shownCauses) return;
  shownCauses = signature;
  keepFocus(byId("causes"), "cause", () => byId("causes").replaceChildren(...causes.slice(0, mostCauses).map(createCause)));
  showSkipped(skipped);
}

function leadOf(causes, verdict) {
  if (causes.length === 0) return verdict.kind === "yes" ? "Nothing. Every account is as it should be." : "Nothing is known to be wrong.";
  const accounts = causes.reduce((sum, cause) => sum + cause.accounts.length, 0);
  const hidden = causes.length > mostCauses ? ` The first ${mostCauses} are listed; the table has all accounts.` : "";
  return `${counted(accounts, "account")}, ${counted(causes.length, "cause")}.${hidden}`;
}

function createCause({ key, state, accounts }) {
  const reason = key.slice(key.indexOf("\n") + 1);
  const names = accounts.slice(0, mostNames)
    .flatMap(({ name }, index) => [index > 0 ? ", " : "", el("span", { class: "outside" }, name)]);
  const more = accounts.length > mostNames ? ` and ${formatNumber(accounts.length - mostNames)} more` : "";
  return el("li", { class: "cause" },
    el("h3", null, swatch(state), el("span", null, `${counted(accounts.length, "account")}: ${states[state].label.toLowerCase()}`)),
    el("p", { class: "reason outside" }, reasonText(accounts.length === 1 ? accounts[0].reason : reason, state)),
    el("p", { class: "names" }, names, more),
    createCommand(accounts),
    el("button", { type: "button", class: "quiet", "data-cause": key, click: () => setFilters({ cause: key, state: "", unit: "" }) },
      "Show in the table"));
}

function reasonText(reason, state) {
  return reason || `No reason is recorded: ${states[state].meaning}.`;
}

function createCommand(accounts) {
  const commands = [...new Set(accounts.map(({ next }) => next).filter(Boolean))];
  if (commands.length === 0) return null;
  const joined = join(commands);
  const shown = commands.length === 1 ? commands[0] : joined?.shown ?? `${commands[0]}\n… one command for each account`;
  return el("div", { class: "command" }, el("code", { class: "outside" }, shown),
    copyButton(joined?.whole ?? commands.join("\n"), `Copy ${commands.length === 1 || joined ? "the command" : "the commands"} ${shown}`));
}

/** One command for all accounts, if the command takes several. */
function join(commands) {
  if (commands.length < 2 || !commands.every((command) => takesSeveral.test(command))) return null;
  const verb = commands[0].slice(0, -12);
  if (!commands.every((command) => command.startsWith(verb))) return null;
  const ids = commands.map((command) => command.slice(-12));
  const rest = ids.length > 3 ? ` … (${formatNumber(ids.length)} accounts)` : "";
  return { whole: verb + ids.join(" "), shown: verb + ids.slice(0, 3).join(" ") + rest };
}

function showSkipped(causes) {
  const accounts = causes.reduce((sum, cause) => sum + cause.accounts.length, 0);
  byId("skipped").hidden = accounts === 0;
  setText(byId("skipped-title"), `${counted(accounts, "account")} skipped on purpose`);
  byId("skipped-reasons").replaceChildren(...causes.map(({ key, accounts: members }) =>
    el("li", null, `${counted(members.length, "account")}: `,
      el("span", { class: "outside" }, reasonText(key.slice(key.indexOf("\n") + 1), "skipped")))));
}
