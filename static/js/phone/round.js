// What is to be done where: the order of the walk, and what a place still asks for.
import { now as clock } from "./clock.js";
import { sinceMidnight } from "./words.js";

const LATE_DOSE = 30 * 60e3;
const LATE_TASK = 2 * 3600e3;
const SOON = 60 * 60e3;

// Morning until noon where the centre is, then the afternoon; each round counts heads anew.
const ROUND = 12 * 3600e3;
export const isMorning = (now = clock()) => sinceMidnight(now) < ROUND;
export const roundBegan = (now = clock()) => now - (sinceMidnight(now) % ROUND);

// Due is what may be given, now or within the hour: not what has to wait after the last one.
export const dosesDue = (day, animal, now = clock()) => day.dosesOf(animal.id).filter((dose) => {
  const [at, from] = [Date.parse(dose.at), Date.parse(dose.from ?? dose.at)];
  return !dose.done && from <= now + SOON && (at <= now + SOON || from <= now);
});

export const isLate = (dose, now = clock()) => now - Date.parse(dose.at) > LATE_DOSE;

export const heads = (animals) => animals.reduce((sum, animal) => sum + (animal.n ?? 1), 0);

// What one place asks for now.
export function asked(day, unit, now = clock()) {
  const animals = day.inUnit(unit.id);
  const doses = animals.flatMap((animal) => dosesDue(day, animal, now).map((dose) => ({ dose, animal })));
  const tasks = day.tasks.filter((task) => task.unit === unit.id && Date.parse(task.at) <= now + SOON);
  const open = tasks.filter((task) => !task.done);
  const seen = unit.seen.filter((one) => new Date(one.at) >= roundBegan(now)).at(-1) ?? null;
  const late = doses.some(({ dose }) => isLate(dose, now)) || open.some((task) => now - Date.parse(task.at) > LATE_TASK);
  const done = !doses.length && !open.length && (Boolean(seen) || !animals.length);
  return { unit, animals, doses, tasks, open, seen, late, done, expected: heads(animals) };
}

// Overdue before what is merely due; behind the quarantine line after everything else.
export function walk(day, now = clock()) {
  const places = day.units.map((unit) => asked(day, unit, now)).filter((place) => place.animals.length || place.tasks.length);
  const rank = (place) => (place.unit.q ? 2 : 0) + (place.late ? 0 : 1);
  return places.sort((one, other) => rank(one) - rank(other) || one.unit.order - other.unit.order);
}
