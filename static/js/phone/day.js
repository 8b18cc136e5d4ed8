// The day as screens read it: what the centre told, and on top what this person wrote down since
// and the centre does not know yet.
<<<<<<< HEAD
import { laidOver } from "./laid.js";
=======
import { LAY, mealOf } from "./lay.js";
>>>>>>> 0cc6c1f (Weigh leftovers, sort crates, bind tags and photograph what is seen on the phone)
import { mine } from "./records.js";
import { session } from "./session.js";
import { keptSlice } from "./slice.js";
import { setZone } from "./words.js";

export async function openDay() {
  const { profile } = session;
  if (!profile) return null;
  const kept = await keptSlice().catch(() => null);
  const written = await mine();
  if (session.profile !== profile) return null; // locked meanwhile, or somebody else's turn
  const facts = kept?.facts ?? EMPTY;
  session.day = laidOver(facts, written.filter((row) => counts(row, facts)), written);
  setZone(facts.zone);
  Object.assign(session.day, { fetched: kept?.at ?? null, written });
  return session.day;
}

<<<<<<< HEAD
const EMPTY = { areas: [], units: [], species: [], animals: [], doses: [], tasks: [], seen: [], concerns: [], lately: {}, me: null, made: null };
=======
const EMPTY = { areas: [], units: [], species: [], animals: [], doses: [], tasks: [], seen: [], meals: [], concerns: [], me: null, made: null };
>>>>>>> 0cc6c1f (Weigh leftovers, sort crates, bind tags and photograph what is seen on the phone)

// A record counts until the day that the centre tells was made after it was taken in.
const counts = (row, facts) =>
  !["refused", "conflict", "held"].includes(row.outcome) && (row.state !== "sent" || !facts.made || row.answered > Date.parse(facts.made));
<<<<<<< HEAD
=======

function laidOver(facts, written, all) {
  const day = {
    ...facts,
    units: facts.units.map((unit) => ({ ...unit, seen: facts.seen.filter((one) => one.unit === unit.id) })),
    animals: facts.animals.map((animal) => ({ ...animal })),
    doses: facts.doses.map((dose) => ({ ...dose, done: null })),
    tasks: facts.tasks.map((task) => ({ ...task })),
    concerns: [...facts.concerns],
    meals: (facts.meals ?? []).map((meal) => ({ ...meal })),
    used: new Set(all.filter((row) => row.outcome !== "refused").map((row) => row.body.facts.tag).filter(Boolean)),
  };
  Object.assign(day, { unit: by(day.units), animal: by(day.animals), kind: by(day.species), dose: by(day.doses), task: by(day.tasks) });
  for (const row of written) LAY[row.body.kind]?.(day, row.body.facts, row, all);
  day.inUnit = (id) => day.animals.filter((animal) => animal.unit === id);
  day.meal = (key) => mealOf(day, key, all);
  day.dosesOf = (id) => day.doses.filter((dose) => dose.animal === id);
  day.speciesOf = (animal) => day.kind.get(animal.sp) ?? { en: "", sci: "", local: {}, ppe: [], advice: "" };
  return day;
}
>>>>>>> 0cc6c1f (Weigh leftovers, sort crates, bind tags and photograph what is seen on the phone)
