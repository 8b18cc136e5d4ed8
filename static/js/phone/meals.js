// Meals on a place's screen: what was given, and what was left of it.
import { h, link, state } from "./dom.js";
import { t, time, weight } from "./words.js";

export const keyOf = (meal) => String(meal.id ?? meal.record);

// What became of a meal, or the way to say it.
export const rest = (meal) => (meal.left === null
  ? link(t("What was left?"), `#/left/${keyOf(meal)}`, { id: `left-${keyOf(meal)}` })
  : state("done", t("{eaten} eaten of {offered}", { eaten: weight(meal.eaten), offered: weight(meal.g) })));

// Those that no task of today speaks of: of yesterday evening, or given beside the plan.
export function otherMeals(day, unit) {
  const known = new Set(day.tasks.map((task) => task.id));
  const found = day.meals.filter((meal) => meal.unit === unit.id && !known.has(meal.task));
  if (!found.length) return "";
  const name = (meal) => { const animal = day.animal.get(meal.animal); return animal ? animal.name || animal.acc : t("All here"); };
  return h("section", {}, h("h2", {}, t("Other meals")), h("ul", { class: "walk" }, found.map((meal) => h("li", {}, h("div", { class: "task" },
    h("span", {}, h("b", {}, name(meal)), " ", time(meal.at), h("small", {}, weight(meal.g))), rest(meal))))));
}
