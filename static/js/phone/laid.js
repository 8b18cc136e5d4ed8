// What this person wrote down, laid over the day that the centre told.
import { happened } from "./clock.js";
import { mealOf, WORK } from "./work.js";

const by = (rows, name = "id") => new Map(rows.map((row) => [row[name], row]));

// `written` is what counts; `all` that of this phone, whatever became of it.
export function laidOver(facts, written, all) {
  const day = {
    ...facts,
    units: facts.units.map((unit) => ({ ...unit, seen: facts.seen.filter((one) => one.unit === unit.id) })),
    animals: facts.animals.map((animal) => ({ ...animal })),
    doses: facts.doses.map((dose) => ({ ...dose, done: null })),
    tasks: facts.tasks.map((task) => ({ ...task })),
    concerns: [...facts.concerns],
    meals: (facts.meals ?? []).map((meal) => ({ ...meal })),
    used: new Set(all.filter((row) => row.outcome !== "refused").map((row) => row.body.facts.tag).filter(Boolean)),
    lately: { ...facts.lately },
  };
  Object.assign(day, { unit: by(day.units), animal: by(day.animals), kind: by(day.species), dose: by(day.doses), task: by(day.tasks) });
  for (const row of written) LAY[row.body.kind]?.(day, row.body.facts, row, all);
  day.meal = (key) => mealOf(day, key, all);
  day.inUnit = (id) => day.animals.filter((animal) => animal.unit === id);
  day.dosesOf = (id) => day.doses.filter((dose) => dose.animal === id);
  day.speciesOf = (animal) => day.kind.get(animal.sp) ?? { en: "", sci: "", local: {}, ppe: [], advice: "" };
  return day;
}

// What was written here since stands first in an animal's story.
const tell = (day, animal, { body }, ...facts) => {
  day.lately[animal] = [[new Date(happened(body)).toISOString(), ...facts], ...(day.lately[animal] ?? [])];
};

// The next dose of the same ingredient waits as long as the centre's guard asks.
function tooSoon(other, given) {
  if (other.done || other.animal !== given.animal || other.ing !== given.ing) return;
  const earliest = new Date(given.done.at).getTime() + (other.gap ?? 0) * 60e3;
  if (earliest > Date.parse(other.from ?? other.at)) other.from = new Date(earliest).toISOString();
}

const LAY = {
  dose: (day, facts, row) => {
    const dose = day.dose.get(facts.dose);
    if (!dose) return;
    dose.done = { how: facts.how, why: facts.why, at: happened(row.body), record: row.id };
    if (facts.how === "given") day.doses.forEach((other) => tooSoon(other, dose));
    tell(day, dose.animal, row, "d", dose.drug, ...(facts.how === "given" ? [1, 0] : [0, 1]));
  },
  weight: (day, facts, row) => {
    Object.assign(day.animal.get(facts.animal) ?? {}, { g: facts.grams, g_at: happened(row.body) });
    tell(day, facts.animal, row, "w", facts.grams);
  },
  move: (day, facts, row) => facts.animals.forEach((id) => {
    Object.assign(day.animal.get(id) ?? {}, { unit: facts.unit });
    tell(day, id, row, "m", day.unit.get(facts.unit)?.code ?? "");
  }),
  seen: (day, facts, row) => day.unit.get(facts.unit)?.seen.push({ ...facts, at: happened(row.body), by: null, record: row.id }),
  concern: (day, facts, row) => {
    day.concerns.push({ ...facts, id: row.id, at: happened(row.body), by: null });
    if (facts.animal) tell(day, facts.animal, row, "c", facts.what, false);
  },
  observed: (day, facts, row) => tell(day, facts.animal, row, "o", facts.appetite, facts.faeces, facts.water, facts.behaviour, facts.body ?? null),
  ...WORK,
};
