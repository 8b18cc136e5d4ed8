// Warnings, the most dangerous first; only those that are so.
import { h, state } from "./dom.js";
import { t, word } from "./words.js";

const SHAPES = { zoonosis: "problem", handle: "problem", hold: "hold", quarantine: "quarantine", reaction: "problem", nil: "problem", missing: "problem" };
const RANK = Object.keys(SHAPES);
const PPE = { gloves: word("Gloves"), mask: word("Mask"), goggles: word("Goggles"), gown: word("Gown"), boots: word("Boots"), footbath: word("Footbath") };

const flag = (kind, words) => h("li", { class: `flag is-${SHAPES[kind] ?? "problem"}` }, state(SHAPES[kind] ?? "problem", words));

export const wear = (ppe) => (ppe.length
  ? h("p", { class: "flag is-problem" }, state("problem", t("Wear: {things}", { things: ppe.map((one) => t(PPE[one] ?? one)).join(", ") }))) : "");

export function warnings(day, animal) {
  const species = day.speciesOf(animal);
  const found = [...animal.flags];
  if (animal.q) found.push(["quarantine", t("Quarantine, day {day} of {of}", { day: animal.q[0], of: animal.q[1] })]);
  found.sort(([one], [other]) => RANK.indexOf(one) - RANK.indexOf(other));
  return [wear(species.ppe), found.length ? h("ul", { class: "flags", "aria-label": t("Warnings") }, found.map(([kind, words]) => flag(kind, t(words)))) : "",
    species.advice ? h("details", {}, h("summary", {}, state("problem", t("If it bites or scratches"))), h("p", {}, species.advice)) : ""];
}
