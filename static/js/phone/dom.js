// Builds what is on the screen: h("button", { onclick }, icon("scan"), t("Scan")). Text is text,
// never markup.
const icons = document.body.dataset.icons;
const SVG = "http://www.w3.org/2000/svg";

export function h(tag, facts = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), PRESSES.has(name) ? oneAtATime(value) : value);
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat(9).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return made;
}

// What is pressed again while it is still at it (a slow phone, a double tap) does it once.
const PRESSES = new Set(["onclick", "onsubmit"]);
function oneAtATime(act) {
  let busy = false;
  return async (event) => {
    if (busy) return event.preventDefault();
    busy = true;
    try { return await act(event); } finally { busy = false; }
  };
}

// An icon always stands beside a word, so readers skip it.
export function icon(name, kind = "") {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("class", `icon ${kind}`);
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}#${name}`);
  drawn.append(use);
  return drawn;
}

export const button = (words, onclick, { mark, kind = "", ...facts } = {}) =>
  h("button", { type: "button", class: `button ${kind}`, onclick, ...facts }, mark && icon(mark), h("span", {}, words));

export const link = (words, href, { mark, kind = "", ...facts } = {}) =>
  h("a", { class: `button ${kind}`, href, ...facts }, mark && icon(mark), h("span", {}, words));

// A state is a shape, a word and a colour.
const SHAPES = { overdue: "▲", due: "●", done: "✓", quarantine: "▨", unsent: "◷", problem: "⚠", hold: "⚖" };
export const state = (kind, words) =>
  h("span", { class: `state is-${kind}` }, h("span", { "aria-hidden": "true" }, SHAPES[kind]), " ", words);

export const field = (label, input, hint) => {
  input.id ||= `f-${label.replace(/\W+/g, "-").toLowerCase()}`;
  if (hint) input.setAttribute("aria-describedby", `${input.id}-hint`);
  return h("div", { class: "field" }, h("label", { for: input.id }, label),
    hint && h("p", { class: "hint", id: `${input.id}-hint` }, hint), input);
};

export const notice = (kind, words, ...more) =>
  h("div", { class: `notice is-${kind}` }, h("p", {}, h("span", { "aria-hidden": "true" }, SHAPES[kind] ?? "ℹ"), " ", words), more);
