// One of a few, each a large button; `facts[of]` says which.
import { button, h } from "./dom.js";
import { t } from "./words.js";

export function choice(title, choices, facts, of) {
  const row = h("div", { class: "choices is-three" });
  const draw = () => row.replaceChildren(...choices.map(([key, words, mark]) => button(t(words), () => { facts[of] = key; draw(); }, {
    mark, id: `${of}-${key}`, kind: facts[of] === key ? "is-chosen" : "", "aria-pressed": String(facts[of] === key) })));
  draw();
  return h("div", { role: "group", "aria-label": title }, h("h2", {}, title), row);
}
