// A place, as a scan of its door opens it: who is expected there, and one tap when all are well.
import { now } from "../clock.js";
import { button, h, link, notice, state } from "../dom.js";
import { dataFrom } from "../frame.js";
import { wear } from "../flags.js";
import { write } from "../outbox.js";
import { asked, heads, isLate } from "../round.js";
import { head } from "../router.js";
import { say, trouble } from "../told.js";
import { session } from "../session.js";
import { portrait } from "../thumbs.js";
import { t, time } from "../words.js";
import { otherMeals } from "../meals.js";
import { taskRow } from "../tasks.js";

export default async function screen(id) {
  const { day } = session;
  const unit = day.unit.get(Number(id));
  if (!unit) return { title: t("Place"), body: [head(t("Not in today’s places")), dataFrom(day)] };
  const place = asked(day, unit);
  const odd = new Map(day.concerns.filter((one) => new Date(one.at) > now() - 864e5).map((one) => [one.animal, one]));
  const well = place.animals.filter((animal) => !odd.has(animal.id));
  return {
    title: unit.code, live: true,
    body: [head(`${unit.code} ${unit.name === unit.code ? "" : unit.name}`),
      unit.q ? state("quarantine", t("Quarantine: come here last")) : "",
      wear(unit.ppe),
      h("p", { class: "heavy" }, t("Expected: {n}", { n: place.expected })),
      place.animals.length ? rollCall(place, well, odd) : h("p", {}, t("Nobody lives here now.")),
      h("ul", { class: "walk" }, place.doses.map(({ dose, animal }) => h("li", {}, doseRow(dose, animal)))),
      h("ul", { class: "walk" }, place.tasks.map((task) => h("li", {}, taskRow(task, unit)))),
      otherMeals(day, unit),
      h("ul", { class: "face-grid", "aria-label": t("Tap a face where something is off") }, place.animals.map((animal) => h("li", {}, face(animal, odd.get(animal.id))))),
      place.animals.length ? link(t("Food beside the plan"), `#/fed/unit/${unit.id}`, { mark: "feed", kind: "is-wide" }) : "",
      link(t("Something about the place"), `#/concern/unit/${unit.id}`, { mark: "camera", kind: "is-wide" }),
      link(t("Bite or accident"), `#/incident/unit/${unit.id}`, { mark: "alert", kind: "is-wide" }), dataFrom(day)],
  };
}

function rollCall(place, well, odd) {
  if (place.seen) {
    const all = place.seen.found === place.seen.expected;
    return h("section", { class: "seen" }, state(all ? "done" : "problem", t("{found} of {expected} counted at {time}", { found: place.seen.found, expected: place.seen.expected, time: time(place.seen.at) })),
      link(t("Count again"), `#/count/${place.unit.id}`, { kind: "is-quiet" }));
  }
  const n = heads(well);
  const words = odd.size && n < place.expected ? t("{n} OTHERS SEEN AND WELL", { n }) : n === 1 ? t("SEEN AND WELL") : t("ALL {n} SEEN AND WELL", { n });
  return h("div", { class: "stack" }, button(words, () => seen(place, well, odd), { mark: "check", kind: "is-first is-big is-wide is-roll", id: "all-well" }),
    link(t("Another number"), `#/count/${place.unit.id}`, { kind: "is-wide" }));
}

async function seen({ unit, animals, expected }, well, odd) {
  const missing = animals.filter((animal) => odd.get(animal.id)?.what === "missing");
  const found = expected - heads(missing);
  try {
    const record = await write("seen", { unit: unit.id, expected, found, animals: well.map((one) => one.id), missing: missing.map((one) => one.id) });
    say(t("{unit}: {found} of {expected} seen {time}.", { unit: unit.code, found, expected, time: time(now()) }), record);
  } catch (error) {
    trouble(error);
  }
}

const doseRow = (dose, animal) => h("a", { class: "face-row", href: `#/animal/${animal.id}`, id: `row-${dose.id}` }, portrait(animal),
  h("span", {}, h("b", {}, animal.name || animal.acc), " ", state(isLate(dose) ? "overdue" : "due", t("Dose {time}", { time: time(dose.at) })), h("small", {}, dose.drug)));

const face = (animal, odd) => h("a", { class: `face-tile${odd ? " is-odd" : ""}`, href: odd ? `#/animal/${animal.id}` : `#/concern/animal/${animal.id}/door` },
  portrait(animal), h("span", {}, animal.name || animal.acc, animal.n > 1 ? ` × ${animal.n}` : ""), odd ? state("problem", t("Told")) : "");
