// What of the daily work this person wrote down, laid over the day: tasks, meals, crates and tags.
import { happened } from "./clock.js";

const doneTask = (day, { plan, slot }, row) => {
  const task = plan ? day.tasks.find((one) => one.plan === plan && one.id.endsWith(`:${slot}`)) : null;
  if (task) task.done = [happened(row.body), "", row.id];
  return task;
};

// Offered less left; a dish that nobody could reach shows how much of it dried away.
const eaten = (offered, left, put, dried) => Math.max(offered - (put && dried ? Math.round(left * put / dried) : left), 0);

function fed(day, facts, row) {
  const task = doneTask(day, facts, row);
  if (!facts.offered_g) return;
  const left = facts.left_g ?? null;
  day.meals.push({ record: row.id, unit: facts.unit, animal: facts.animal, g: facts.offered_g, at: happened(row.body), left,
    eaten: left === null ? null : eaten(facts.offered_g, left), task: task?.id ?? null });
}

// A meal by its number at the centre, or by the record that said it; the centre may have told of
// that one meanwhile, under its own number.
export function mealOf(day, key, rows) {
  const made = /^tending:(\d+)$/.exec(rows.find((one) => one.id === key)?.answer?.made ?? "");
  return day.meals.find((one) => one.record === key || String(one.id) === String(made ? made[1] : key));
}

function left(day, facts, row, rows) {
  const meal = mealOf(day, facts.record ?? facts.meal, rows);
  if (meal) Object.assign(meal, { left: facts.left_g, eaten: eaten(meal.g, facts.left_g, facts.control_g, facts.control_left_g) });
}

function crate(day, facts) {
  const lot = day.animal.get(facts.lot);
  if (lot) lot.n = Math.max(lot.n - facts.count, 0);
}

function tag(day, facts) {
  Object.assign(day.animal.get(facts.animal) ?? {}, { tag: facts.tag });
}

export const WORK = { fed, left, crate, tag, cleaned: doneTask, watered: doneTask, enriched: doneTask };
