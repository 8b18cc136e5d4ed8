// What the search box found: a list of options, and a line that says how many there are.
const SVG = "http://www.w3.org/2000/svg";

export class Found {
  at = -1;

  constructor(sprite, words) {
    this.sprite = sprite;
    this.words = words;
    this.box = make("div", { className: "search-found", hidden: true });
    this.list = make("ul", { id: "search-found" }, { role: "listbox", "aria-label": words.list });
    this.line = make("p", { className: "search-say" }, { role: "status" });
    this.box.append(this.list, this.line);
  }

  get options() {
    return this.list.children;
  }

  fill({ found, total }) {
    this.at = -1;
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    if (!found.length) this.line.textContent = this.words.nothing;
    else this.line.textContent = total > found.length ? this.words.more.replace("{n}", total.toLocaleString("en")) : "";
  }

  say(words) {
    this.fill({ found: [], total: 0 });
    this.line.textContent = words;
  }

  // The option at a place is chosen; before the first and after the last is none.
  choose(at) {
    this.at = at >= 0 && at < this.options.length ? at : -1;
    [...this.options].forEach((one, n) => one.setAttribute("aria-selected", String(n === this.at)));
    const chosen = this.options[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    return chosen;
  }

  option(one, at) {
    const item = make("li", { id: `found-${at}` }, { role: "option", "aria-selected": "false" });
    item.append(icon(`${this.sprite}#${one.icon ?? "animal"}`), make("b", { textContent: one.title }));
    if (one.more) item.append(make("small", { textContent: one.more }));
    item.addEventListener("click", () => location.assign(one.url));
    return item;
  }
}

function make(tag, properties, attributes = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
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
