// A move: the animal is known; the second door is scanned, typed or chosen; then it is confirmed.
import { button, h, link, notice, state } from "../dom.js";
import { write } from "../outbox.js";
import { heads } from "../round.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { portrait } from "../thumbs.js";
import { t } from "../words.js";

export default async function screen(id, to) {
  const { day } = session;
  const animal = day.animal.get(Number(id));
  if (!animal) return { title: t("Move"), body: [head(t("Not in today’s animals"))] };
  const from = day.unit.get(animal.unit);
  const unit = to && day.unit.get(Number(to));
  const name = animal.name || animal.acc;
  return unit && unit !== from ? confirm(day, animal, name, from, unit) : choose(day, animal, name, from);
}

const choose = (day, animal, name, from) => ({
  title: t("Move"),
  body: [head(t("Move {name}: to which door?", { name })), h("p", {}, t("Now in {unit}", { unit: from?.code ?? t("no place") })),
    link(t("Scan or type the door"), `#/scan/move/${animal.id}`, { mark: "scan", kind: "is-first is-big is-wide" }),
    h("ul", { class: "choices" }, day.units.filter((unit) => unit !== from).map((unit) =>
      h("li", {}, link(`${unit.code} ${unit.name === unit.code ? "" : unit.name}`, `#/move/${animal.id}/${unit.id}`, { mark: unit.q ? "quarantine" : "door", kind: "is-wide" }))))],
});

function confirm(day, animal, name, from, unit) {
  const after = heads(day.inUnit(unit.id)) + (animal.n ?? 1);
  const act = async () => {
    try {
      const record = await write("move", { animals: [animal.id], unit: unit.id, note: "" });
      say(t("{name} moved to {unit}.", { name, unit: unit.code }), record);
      await go(`animal/${animal.id}`, true);
    } catch (error) {
      trouble(error);
    }
  };
  return {
    title: t("Move"),
    body: [head(t("Move {name}?", { name })),
      h("div", { class: "who-card" }, portrait(animal), h("p", { class: "move-way" }, from?.code ?? "–", " → ", h("b", {}, unit.code))),
      unit.q && !from?.q ? notice("quarantine", t("{unit} is quarantine. What goes in does not come out until a vet clears it.", { unit: unit.code })) : "",
      from?.q && !unit.q ? notice("problem", t("{unit} is quarantine. Only a vet ends it.", { unit: from.code })) : "",
      (animal.n ?? 1) > unit.room ? notice("problem", t("{unit} is full: there would be {n}.", { unit: unit.code, n: after })) : state("done", t("{n} there afterwards", { n: after })),
      button(t("Confirm: {name} to {unit}", { name, unit: unit.code }), act, { mark: "check", kind: "is-first is-big is-wide", id: "confirm-move" }),
      link(t("Another door"), `#/move/${animal.id}`, { kind: "is-wide" })],
  };
}
