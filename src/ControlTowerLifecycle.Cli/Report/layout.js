"use strict";
// The geometry of the picture: a squarified treemap of units, and the cells of accounts in a unit. No element is made here.

const headerHeight = 24;

/** A unit smaller than this part of all accounts is drawn larger, so that it stays visible. */
const smallestShare = 1 / 250;

/** The boxes of all units in the order of reading: parents first. */
function layoutUnits(roots, box) {
  const total = roots.reduce((sum, unit) => sum + unit.total, 0);
  const weight = (unit) => Math.max(unit.total, total * smallestShare);
  const boxes = [];
  // A single root is the organization: it needs no frame.
  if (roots.length === 1 && roots[0].children.some((child) => child.total > 0)) placeAll(contentsOf(roots[0]), box);
  else placeAll(roots.map((unit) => ({ unit, accounts: null, weight: weight(unit) })), box);
  return boxes;

  /** Child units, and the accounts directly in the unit as one more item. */
  function contentsOf(unit) {
    const items = unit.children.filter((child) => child.total > 0)
      .map((child) => ({ unit: child, accounts: null, weight: weight(child) }));
    if (unit.accounts.length > 0)
      items.push({ unit, accounts: unit.accounts, weight: Math.max(unit.accounts.length, total * smallestShare) });
    return items;
  }

  function placeAll(items, space) {
    for (const { item, box: outer } of squarify(items, space)) place(item, outer);
  }

  function place({ unit, accounts }, outer) {
    const frame = inset(outer, Math.min(outer.w, outer.h) > 40 ? 3 : 1);
    // The accounts directly in a unit need no header: the one of the unit is above them.
    const isDirect = accounts !== null;
    const hasHeader = frame.h > 2 * headerHeight && frame.w > 44 && !(isDirect && unit.parent);
    const top = hasHeader ? headerHeight : 0;
    const margin = isDirect && unit.parent ? 0 : Math.min(frame.w, frame.h) > 40 ? 5 : 1;
    const content = inset({ ...frame, y: frame.y + top, h: frame.h - top }, margin);
    const hasChildren = !isDirect && unit.children.some((child) => child.total > 0);
    boxes.push({ unit, isDirect, frame, content, hasHeader, accounts: hasChildren ? [] : unit.accounts });
    if (hasChildren) placeAll(contentsOf(unit), content);
  }
}

function inset({ x, y, w, h }, by) {
  return { x: x + by, y: y + by, w: Math.max(0, w - 2 * by), h: Math.max(0, h - 2 * by) };
}

/** Bruls, Huizing, van Wijk: rows along the shorter side, as long as their boxes get closer to squares. */
function squarify(items, { x, y, w, h }) {
  const rest = [...items].sort((one, other) => other.weight - one.weight);
  const scale = w * h / rest.reduce((sum, item) => sum + item.weight, 0);
  const placed = [];
  while (rest.length > 0) {
    const side = Math.min(w, h);
    let length = 0;
    for (let area = 0, worst = Infinity; length < rest.length; length++) {
      const grown = area + rest[length].weight * scale;
      const square = (grown / side) ** 2;
      const ratio = Math.max(rest[0].weight * scale / square, square / (rest[length].weight * scale));
      if (ratio > worst) break;
      [area, worst] = [grown, ratio];
    }
    const row = rest.splice(0, Math.max(1, length));
    const thickness = row.reduce((sum, item) => sum + item.weight * scale, 0) / side || 0;
    let at = 0;
    for (const item of row) {
      const extent = item.weight * scale / thickness || 0;
      placed.push({ item, box: w >= h ? { x, y: y + at, w: thickness, h: extent } : { x: x + at, y, w: extent, h: thickness } });
      at += extent;
    }
    if (w >= h) [x, w] = [x + thickness, Math.max(0, w - thickness)];
    else [y, h] = [y + thickness, Math.max(0, h - thickness)];
  }
  return placed;
}

/** The cells of a number of accounts, row by row. Large cells are wide, because they have a label. */
function layoutCells(number, { x, y, w, h }) {
  const aspect = w * h / number > 4000 ? 2.4 : 1;
  const guess = Math.round(Math.sqrt(number * w / (h * aspect)));
  const columns = Array.from({ length: 7 }, (_, index) => Math.min(Math.max(guess - 3 + index, 1), number))
    .reduce((best, candidate) => (fitness(candidate) > fitness(best) ? candidate : best));
  const [cw, ch] = [w / columns, h / Math.ceil(number / columns)];
  const size = Math.min(cw, ch);
  const gap = size > 36 ? 4 : size > 10 ? 2 : size > 5 ? 1 : size / 6;
  return {
    radius: size > 36 ? 6 : size > 10 ? 2.5 : size > 5 ? 1 : 0,
    at: (index) => ({
      x: x + (index % columns) * cw + gap / 2, y: y + Math.floor(index / columns) * ch + gap / 2, w: cw - gap, h: ch - gap,
    }),
    w: cw - gap, h: ch - gap,
  };

  /** The used part of the space, less if the cells are far from their aspect. */
  function fitness(candidate) {
    const rows = Math.ceil(number / candidate);
    const ratio = (w / candidate) / (h / rows) / aspect;
    return number / (candidate * rows) * Math.min(ratio, 1 / ratio) ** 0.5;
  }
}

/** The outline of a cell as a path. Numbers are rounded: the picture of 10,000 accounts stays small. */
function cellPath({ x, y, w, h }, radius) {
  const [px, py] = [round(x), round(y)];
  if (radius === 0) return `M${px} ${py}h${round(w)}v${round(h)}h${round(-w)}z`;
  const r = Math.min(radius, w / 2, h / 2);
  const [across, down] = [round(w - 2 * r), round(h - 2 * r)];
  const arc = (dx, dy) => `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
  return `M${round(x + r)} ${py}h${across}${arc(r, r)}v${down}${arc(-r, r)}h${-across}${arc(-r, -r)}v${-down}${arc(r, -r)}z`;
}

const round = (number) => Math.round(number * 100) / 100;
