// What this person wrote down since, laid on the day that the centre told.
import { happened } from "./clock.js";

const doneTask = (day, { plan, slot }, row) => {
  const task = plan ? day.tasks.find((one) => one.plan === plan && one.id.endsWith(`:${slot}`)) : null;
  if (task) task.done = [happened(row.body), "", row.id];
  return task;
};

// The next dose of the same ingredient waits as long as the centre's guard asks.
function tooSoon(other, given) {
  if (other.done || other.animal !== given.animal || other.ing !== given.ing) return;
  const earliest = new Date(given.done.at).getTime() + (other.gap ?? 0) * 60e3;
  if (earliest > Date.parse(other.from ?? other.at)) other.from = new Date(earliest).toISOString();
}

function dose(day, facts, row) {
  const found = day.dose.get(facts.dose);
  if (!found) return;
  found.done = { how: facts.how, why: facts.why, at: happened(row.body), record: row.id };
  if (facts.how === "given") day.doses.forEach((other) => tooSoon(other, found));
}

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

export const LAY = {
  dose, fed, left, crate, tag,
  weight: (day, facts, row) => Object.assign(day.animal.get(facts.animal) ?? {}, { g: facts.grams, g_at: happened(row.body) }),
  move: (day, facts) => facts.animals.forEach((id) => Object.assign(day.animal.get(id) ?? {}, { unit: facts.unit })),
  seen: (day, facts, row) => day.unit.get(facts.unit)?.seen.push({ ...facts, at: happened(row.body), by: null, record: row.id }),
  concern: (day, facts, row) => day.concerns.push({ ...facts, id: row.id, at: happened(row.body), by: null }),
  cleaned: doneTask, watered: doneTask, enriched: doneTask,
};
