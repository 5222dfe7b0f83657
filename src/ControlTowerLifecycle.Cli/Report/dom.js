"use strict";
// Elements, dates and numbers. Text from outside enters the page as text nodes and attribute values only, never as HTML.

const byId = (id) => document.getElementById(id);

/** An HTML element. An attribute that is null, undefined or false is left out; a function is an event listener. */
function el(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Changes the text only if it differs, so that assistive technology announces changes only. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The colour and the pattern of a state, with its mark. */
function swatch(state) {
  return el("span", { class: `swatch ${state}`, "aria-hidden": "true" },
    svg("svg", { viewBox: "0 0 24 24" }, svg("rect", { width: 24, height: 24, rx: 6, class: "cell" })),
    el("span", { class: "mark" }, states[state].mark));
}

/** A button that copies a text. Without the clipboard API it copies as older browsers do. */
function copyButton(text, label) {
  const button = el("button", { type: "button", class: "copy", "aria-label": label, click: copy }, "Copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = el("textarea", { class: "sr-only", "aria-label": "Text to copy" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    setText(button, "Copied");
    announce("Copied.");
    setTimeout(() => setText(button, "Copy"), 2000);
  }
  return button;
}

function announce(text) {
  setText(byId("announcement"), text);
}

const numberFormat = new Intl.NumberFormat("en-US");
const formatNumber = (number) => numberFormat.format(number);
const counted = (number, noun) => `${formatNumber(number)} ${noun}${number === 1 ? "" : "s"}`;

const dateFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const minuteFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const secondFormat = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });

/** Null if the text is not a date. */
function parseDate(text) {
  const time = typeof text === "string" ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : new Date(time);
}

const hour = 3_600_000;
const day = 24 * hour;

/** For example "3 hours". */
function duration(milliseconds) {
  const [size, noun] = milliseconds >= 2 * day ? [day, "day"] : milliseconds >= 2 * hour ? [hour, "hour"] : [60_000, "minute"];
  return counted(Math.max(0, Math.floor(milliseconds / size)), noun);
}
