// The day as screens read it: what the centre told, and on top what this person wrote down since
// and the centre does not know yet.
import { happened } from "./clock.js";
import { mine } from "./records.js";
import { session } from "./session.js";
import { keptSlice } from "./slice.js";
import { setZone } from "./words.js";

const by = (rows, name = "id") => new Map(rows.map((row) => [row[name], row]));

export async function openDay() {
  const { profile } = session;
  if (!profile) return null;
  const kept = await keptSlice().catch(() => null);
  const written = await mine();
  if (session.profile !== profile) return null; // locked meanwhile, or somebody else's turn
  const facts = kept?.facts ?? EMPTY;
  session.day = laidOver(facts, written.filter((row) => counts(row, facts)));
  setZone(facts.zone);
  Object.assign(session.day, { fetched: kept?.at ?? null, written });
  return session.day;
}

const EMPTY = { areas: [], units: [], species: [], animals: [], doses: [], tasks: [], seen: [], concerns: [], me: null, made: null };

// A record counts until the day that the centre tells was made after it was taken in.
const counts = (row, facts) =>
  !["refused", "conflict", "held"].includes(row.outcome) && (row.state !== "sent" || !facts.made || row.answered > Date.parse(facts.made));

function laidOver(facts, written) {
  const day = {
    ...facts,
    units: facts.units.map((unit) => ({ ...unit, seen: facts.seen.filter((one) => one.unit === unit.id) })),
    animals: facts.animals.map((animal) => ({ ...animal })),
    doses: facts.doses.map((dose) => ({ ...dose, done: null })),
    tasks: facts.tasks.map((task) => ({ ...task })),
    concerns: [...facts.concerns],
  };
  Object.assign(day, { unit: by(day.units), animal: by(day.animals), kind: by(day.species), dose: by(day.doses), task: by(day.tasks) });
  for (const row of written) LAY[row.body.kind]?.(day, row.body.facts, row);
  day.inUnit = (id) => day.animals.filter((animal) => animal.unit === id);
  day.dosesOf = (id) => day.doses.filter((dose) => dose.animal === id);
  day.speciesOf = (animal) => day.kind.get(animal.sp) ?? { en: "", sci: "", local: {}, ppe: [], advice: "" };
  return day;
}

const doneTask = (day, { plan, slot }, row) => {
  const task = plan ? day.tasks.find((one) => one.plan === plan && one.id.endsWith(`:${slot}`)) : null;
  if (task) task.done = [happened(row.body), "", row.id];
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
  },
  weight: (day, facts, row) => Object.assign(day.animal.get(facts.animal) ?? {}, { g: facts.grams, g_at: happened(row.body) }),
  move: (day, facts) => facts.animals.forEach((id) => Object.assign(day.animal.get(id) ?? {}, { unit: facts.unit })),
  seen: (day, facts, row) => day.unit.get(facts.unit)?.seen.push({ ...facts, at: happened(row.body), by: null, record: row.id }),
  concern: (day, facts, row) => day.concerns.push({ ...facts, id: row.id, at: happened(row.body), by: null }),
  fed: doneTask, cleaned: doneTask, watered: doneTask, enriched: doneTask,
};
