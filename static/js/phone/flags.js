// Warnings, the most dangerous first; only those that are so.
import { h, state } from "./dom.js";
import { t } from "./words.js";

const SHAPES = { zoonosis: "problem", handle: "problem", hold: "hold", quarantine: "quarantine", reaction: "problem", nil: "problem", missing: "problem" };
const RANK = Object.keys(SHAPES);

export function warnings(day, animal) {
  const species = day.speciesOf(animal);
  const found = [...animal.flags];
  if (species.advice && !found.some(([kind]) => kind === "zoonosis")) found.push(["zoonosis", species.advice]);
  found.sort(([one], [other]) => RANK.indexOf(one) - RANK.indexOf(other));
  if (animal.q) found.push(["quarantine", t("Quarantine, day {day} of {of}", { day: animal.q[0], of: animal.q[1] })]);
  return found.length ? h("ul", { class: "flags", "aria-label": t("Warnings") },
    found.map(([kind, words]) => h("li", { class: `flag is-${SHAPES[kind] ?? "problem"}` }, state(SHAPES[kind] ?? "problem", words)))) : "";
}
