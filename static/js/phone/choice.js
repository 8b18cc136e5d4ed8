// One of a few, each a large button; `facts[of]` says which. A score (its number stands above the
// word) may be taken back.
import { button, h } from "./dom.js";
import { t } from "./words.js";

export function choice(title, choices, facts, of) {
  const row = h("div", { class: "choices is-three" });
  const press = (key, score) => {
    facts[of] = score && facts[of] === key ? null : key;
    draw();
  };
  const draw = () => row.replaceChildren(...choices.map(([key, words, mark, score]) => {
    const made = button(t(words), () => press(key, score), { mark, id: `${of}-${key}`, kind: facts[of] === key ? "is-chosen" : "", "aria-pressed": String(facts[of] === key) });
    if (score) made.prepend(h("b", {}, String(score)));
    return made;
  }));
  draw();
  return h("div", { role: "group", "aria-label": title }, h("h2", {}, title), row);
}
