// The lines of the search box's list.
const SVG = "http://www.w3.org/2000/svg";

export function list(box, answer, sprite) {
  if (!answer.found.length) return say(box, "Nothing found. Check the number, or try part of a name.");
  box.replaceChildren(...answer.found.map((one, at) => option(one, at, sprite)));
  if (answer.total > answer.found.length) {
    box.append(line(`${answer.total.toLocaleString("en")} in all. Press Enter to see them.`));
  }
}

export function say(box, words) {
  box.replaceChildren(line(words));
}

function line(words) {
  const item = Object.assign(document.createElement("li"), { className: "search-say", textContent: words });
  item.setAttribute("role", "presentation");
  return item;
}

function option(one, at, sprite) {
  const item = Object.assign(document.createElement("li"), { id: `found-${at}` });
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  if (sprite) item.append(icon(`${sprite}#${one.icon ?? "animal"}`));
  item.append(Object.assign(document.createElement("b"), { textContent: one.title }));
  if (one.more) item.append(Object.assign(document.createElement("small"), { textContent: one.more }));
  item.addEventListener("click", () => location.assign(one.url));
  return item;
}

function icon(href) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", href);
  svg.append(use);
  return svg;
}
