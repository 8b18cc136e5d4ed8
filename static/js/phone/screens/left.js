// What was left of a meal: a glance at the bowl with one tap, or weighed to the gram.
import { button, h, notice } from "../dom.js";
import { keyOf } from "../meals.js";
import { write } from "../outbox.js";
import { back, go, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { weighed } from "../weighback.js";
import { t, time, weight, word } from "../words.js";

const QUARTERS = [[0, word("Nothing")], [1, word("A quarter")], [2, word("Half")], [3, word("Three quarters")], [4, word("All")]];

export default async function screen(key, how) {
  const { day } = session;
  const meal = day.meal(key);
  const unit = meal && day.unit.get(meal.unit);
  if (!unit) return { title: t("What was left?"), body: [head(t("This meal is not on the phone."))] };
  const animal = day.animal.get(meal.animal);
  const name = animal ? animal.name || animal.acc : unit.code;
  const save = async (left, dish = {}) => {
    const which = meal.record ? { record: meal.record } : { meal: meal.id };
    try {
      const record = await write("left", { ...which, unit: unit.id, left_g: left, ...dish });
      say(t("{name}: {left} left of {offered}.", { name, left: weight(left), offered: weight(meal.g) }), record);
      back();
    } catch (error) {
      trouble(error);
    }
  };
  const top = head(t("What was left? {name}", { name }), h("p", {}, t("Offered {time}: {weight}", { time: time(meal.at), weight: weight(meal.g) })));
  if (meal.left !== null) return { title: t("What was left?"), body: [top, notice("done", t("{eaten} eaten of {offered}", { eaten: weight(meal.eaten), offered: weight(meal.g) }))] };
  if (how) return weighed(meal, top, save);
  return {
    title: t("What was left?"),
    body: [top, h("div", { class: "choices" }, QUARTERS.map(([n, words]) => {
      const grams = Math.round(meal.g * n / 4);
      return button(`${t(words)} · ${weight(grams)}`, () => save(grams), { kind: "is-big", id: `left-${n}` });
    })), button(t("Weigh it exactly"), () => go(`left/${keyOf(meal)}/grams`, true), { mark: "weight", kind: "is-big is-wide" })],
  };
}
