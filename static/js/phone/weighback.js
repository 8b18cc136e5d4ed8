// What was left, weighed to the gram; with a control dish where the food dries.
import { button, field, h, notice } from "./dom.js";
import { scales } from "./scales.js";
import { t, weight } from "./words.js";

export function weighed(meal, top, done) {
  let found = null;
  const told = h("div", { role: "alert" });
  const before = h("input", { inputmode: "numeric", autocomplete: "off", maxlength: 7 });
  const after = h("input", { inputmode: "numeric", autocomplete: "off", maxlength: 7 });
  const dish = () => {
    if (!before.value.trim() && !after.value.trim()) return {};
    const [put, dried] = [Number(before.value), Number(after.value)];
    return Number.isInteger(put) && Number.isInteger(dried) && dried > 0 && dried <= put ? { control_g: put, control_left_g: dried } : null;
  };
  const send = async () => {
    const control = dish();
    if (found > meal.g) return told.replaceChildren(notice("problem", t("More is left than was offered. Weigh again.")));
    if (!control) return told.replaceChildren(notice("problem", t("The control dish only dries. Weigh it again.")));
    return done(found, control);
  };
  const save = button("", send, { mark: "save", kind: "is-first is-big is-wide", id: "save-left" });
  const scale = scales(meal.g >= 1000 ? "kg" : "g", (grams) => {
    found = grams;
    told.replaceChildren();
    save.disabled = grams === null;
    save.lastChild.textContent = grams === null ? t("Type what was left") : t("Save: {weight} left", { weight: weight(grams) });
  }, { least: 0 });
  scale.draw();
  return {
    title: t("What was left?"), leave: scale.listen(),
    body: [top, scale.view, told, save, h("details", {}, h("summary", {}, h("b", {}, t("There was a control dish"))),
      h("div", { class: "stack" }, h("p", {}, t("A dish of the same food that nobody could reach shows how much of it dried.")),
        field(t("Before, in g"), before), field(t("Now, in g"), after)))],
  };
}
