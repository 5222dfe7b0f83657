"use strict";
// Coverage by organizational unit. Every cell is an account, every frame a unit. A unit is a button that filters the table.

/** With more accounts, the cells of one state in one unit are one element. */
const detailedLimit = 1500;
const largestCell = 20_000;

/** What the elements of the picture depend on, besides states; null if they are drawn again each time. */
let drawnSignature = null;

function showPicture(model) {
  const picture = byId("picture");
  const width = Math.floor(picture.clientWidth);
  if (width === 0) return;
  const height = heightOf(width, model.accounts.length);
  const isDetailed = model.accounts.length <= detailedLimit;
  const boxes = layoutUnits(model.roots, { x: 0, y: 0, w: width, h: height });
  for (const box of boxes) box.accounts = ordered(box.accounts, isDetailed);
  const signature = isDetailed
    ? JSON.stringify([width, boxes.map(({ unit, accounts }) => [unit.id, accounts.map(({ id, name }) => [id, name])])]) : null;
  if (signature === null || signature !== drawnSignature) draw(picture, boxes, width, height, isDetailed);
  drawnSignature = signature;
  showStates(boxes, isDetailed);
  showSelection();
  showLead(model);
  showUnits(model);
}

function heightOf(width, accounts) {
  const full = width < 640 ? width * 1.4 : Math.max(420, width * 0.42);
  return Math.round(Math.min(full, Math.max(280, 90 + accounts * largestCell / width)));
}

/** Grouped by state; in live mode by name, so that an account keeps its place. */
function ordered(accounts, isDetailed) {
  return isLive && isDetailed ? accounts : [...accounts].sort((one, other) => rank[one.state] - rank[other.state]);
}

function draw(picture, boxes, width, height, isDetailed) {
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-labelledby": "picture-title",
    "aria-describedby": "picture-lead", keydown: moveFocus });
  boxes.forEach((box, index) => root.append(drawUnit(box, index, isDetailed)));
  keepFocus(picture, "unit", () => picture.replaceChildren(root));
}

function drawUnit({ unit, isDirect, frame, content, hasHeader, accounts }, index, isDetailed) {
  const key = keyOf(unit, isDirect);
  const choose = () => setFilters({ unit: key === filters.unit ? "" : key, cause: "" });
  const press = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  };
  const button = svg("rect", { class: "frame", role: "button", tabindex: index === 0 ? 0 : -1, "data-unit": key, keydown: press,
    x: frame.x, y: frame.y, width: frame.w, height: frame.h, rx: frame.w > 40 ? 8 : 2 });
  const inside = svg("g", { "aria-hidden": "true" });
  if (hasHeader)
    inside.append(svg("text", { class: "unit-name", x: frame.x + 10, y: frame.y + 18 }),
      svg("text", { class: "unit-count", x: frame.x + frame.w - 10, y: frame.y + 18, "text-anchor": "end" }));
  if (accounts.length > 0 && content.w > 0 && content.h > 0) drawCells(inside, accounts, layoutCells(accounts.length, content), isDetailed);
  return svg("g", { class: isDirect && unit.parent ? "unit direct" : "unit", click: choose }, button, inside);
}

function drawCells(group, accounts, layout, isDetailed) {
  if (!isDetailed) {
    const outlines = new Map();
    accounts.forEach(({ state }, index) =>
      outlines.set(state, (outlines.get(state) ?? "") + cellPath(layout.at(index), layout.radius)));
    for (const [state, outline] of outlines) group.append(svg("path", { class: `cell ${state}`, d: outline }, svg("title")));
    return;
  }
  accounts.forEach((account, index) => {
    const box = layout.at(index);
    group.append(svg("path", { class: "cell", d: cellPath(box, layout.radius), "data-account": account.id }, svg("title")));
    if (layout.w > 76 && layout.h > 44)
      group.append(svg("text", { class: "account-name", x: box.x + 10, y: box.y + 20 }, fit(account.name, layout.w - 20, 12, 600)),
        svg("text", { class: "account-state", x: box.x + 10, y: box.y + 36 }));
    else if (layout.w > 13 && layout.h > 13)
      group.append(svg("text", { class: "mark", x: box.x + box.w / 2, y: box.y + box.h / 2, "text-anchor": "middle",
        "dominant-baseline": "central", "font-size": Math.min(18, 0.6 * Math.min(box.w, box.h)) }));
  });
}

/** Colours, marks and labels of what is drawn. */
function showStates(boxes, isDetailed) {
  const groups = byId("picture").querySelectorAll("g.unit");
  boxes.forEach(({ unit, isDirect, frame, hasHeader, accounts }, index) => {
    const group = groups[index];
    const counts = isDirect ? countStates(unit.accounts) : unit.counts;
    const total = isDirect ? unit.accounts.length : unit.total;
    const name = isDirect && unit.children.length > 0 && unit.parent ? `directly in ${unit.name}` : unit.name;
    group.firstChild.setAttribute("aria-label", `${name}: ${counted(total, "account")}, ${describe(counts)}`);
    if (hasHeader) showHeader(group, name, frame.w, countNotRight(counts), total);
    if (isDetailed) showCells(group.lastChild, accounts);
    else for (const cell of group.querySelectorAll(".cell")) {
      const state = cell.classList[1];
      setText(cell.firstChild, `${name}: ${formatNumber(countStates(accounts)[state])} ${states[state].label.toLowerCase()}`);
    }
  });
}

function showHeader(group, name, width, wrong, total) {
  const texts = wrong === 0 ? [formatNumber(total)]
    : [`${formatNumber(wrong)} of ${formatNumber(total)} not right`, `${formatNumber(wrong)}/${formatNumber(total)} ×`,
      `${formatNumber(wrong)} ×`];
  const spaceBeside = (text) => width - 20 - measure(text, 12, 600) - 12;
  const text = texts.find((candidate) => measure(name, 13, 600) <= spaceBeside(candidate)) ?? texts.at(-1);
  const space = spaceBeside(text);
  const shown = space > 30 ? text : "";
  setText(group.querySelector(".unit-count"), shown);
  group.querySelector(".unit-count").classList.toggle("wrong", wrong > 0);
  setText(group.querySelector(".unit-name"), fit(name, shown ? space : width - 20, 13, 600));
}

function showCells(group, accounts) {
  let account = null;
  let isNew = false;
  const byAccount = new Map(accounts.map((entry) => [entry.id, entry]));
  for (const element of group.children) {
    if (element.dataset.account !== undefined) {
      account = byAccount.get(element.dataset.account);
      const before = element.dataset.state;
      isNew = before !== undefined && before !== account.state && account.state === "protected";
      if (before !== account.state) element.setAttribute("class", `cell ${account.state}${isNew ? " arrived" : ""}`);
      element.dataset.state = account.state;
      const lines = [`${account.name} (${account.id})`, states[account.state].label, account.reason];
      setText(element.firstChild, lines.filter(Boolean).join("\n"));
    } else if (account) {
      const kind = element.getAttribute("class").split(" ")[0];
      element.setAttribute("class", `${kind} ${account.state}`);
      const { mark, label } = states[account.state];
      if (kind === "mark") setText(element, account.state === "protected" ? "" : mark);
      if (kind === "account-state") setText(element, `${mark} ${label}`);
    }
  }
}

function countStates(accounts) {
  const counts = emptyCounts();
  for (const { state } of accounts) counts[state]++;
  return counts;
}

/** For example "3 missing, 117 protected". */
function describe(counts) {
  return severity.filter((state) => counts[state] > 0)
    .map((state) => `${formatNumber(counts[state])} ${states[state].label.toLowerCase()}`).join(", ");
}

function showSelection() {
  for (const button of byId("picture").querySelectorAll(".frame"))
    button.setAttribute("aria-pressed", String(button.dataset.unit === filters.unit));
}

/** One stop of the Tab key; the arrow keys move between units. */
function moveFocus(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const buttons = [...byId("picture").querySelectorAll(".frame")];
  const target = event.key === "Home" ? buttons[0] : event.key === "End" ? buttons.at(-1)
    : step ? buttons[buttons.indexOf(event.target) + step] : undefined;
  if (!target) return;
  event.preventDefault();
  for (const button of buttons) button.setAttribute("tabindex", button === target ? 0 : -1);
  target.focus();
}

function showLead({ accounts, roots, units }) {
  const shown = [...units.values()].filter((unit) => unit.total > 0).length;
  setText(byId("picture-lead"), roots.length === 0 ? "No account is known." :
    `Each cell is an account, each frame one of ${counted(shown, "unit")}. ${accounts.length > detailedLimit
      ? "Small units are drawn larger. " : ""}Choose a unit to filter the table; the arrow keys move between units.`);
}

/** The picture as a table. */
function showUnits({ roots }) {
  const rows = [];
  const add = (unit, depth) => {
    rows.push(el("tr", null, el("th", { scope: "row", class: `depth-${Math.min(depth, 6)}` }, unit.name),
      el("td", { class: "count" }, formatNumber(unit.total)), el("td", null, describe(unit.counts))));
    for (const child of unit.children) if (child.total > 0) add(child, depth + 1);
  };
  for (const unit of roots) add(unit, 0);
  byId("units").replaceChildren(...rows);
}

const pen = document.createElement("canvas").getContext("2d");
const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

function measure(text, size, weight) {
  pen.font = `${weight} ${size}px ${fontFamily}`;
  return pen.measureText(text).width;
}

/** The text, cut to a width in pixels. */
function fit(text, width, size, weight) {
  if (measure(text, size, weight) <= width) return text;
  const letters = [...text];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join("")}…`, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : `${letters.slice(0, low).join("")}…`;
}
