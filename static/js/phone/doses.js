// Doses on an animal's card: given with one tap, or not given and why.
import { now } from "./clock.js";
import { button, h, link, notice, state } from "./dom.js";
import { counts, write } from "./outbox.js";
import { dosesDue, isLate } from "./round.js";
import { session } from "./session.js";
import { say, trouble } from "./told.js";
import { portrait } from "./thumbs.js";
import { number, t, time } from "./words.js";

const amount = (dose) => `${number(Number(dose.amount))} ${dose.unit}`;

export async function give(dose, animal) {
  try {
    const record = await write("dose", { dose: dose.id, how: "given" });
    say(t("Given {time}: {drug} to {name}.", { time: time(now()), drug: dose.drug, name: animal.name || animal.acc }), record);
  } catch (error) {
    trouble(error);
  }
}

export function doseCard(_day, dose, animal) {
  const words = h("p", { class: "dose-words" }, h("b", {}, dose.drug), " ",
    dose.mg ? t("{mg} mg = {amount}, {route}", { mg: number(Number(dose.mg)), amount: amount(dose), route: t(dose.route) }) : `${amount(dose)}, ${t(dose.route)}`);
  if (dose.done) {
    const at = { time: time(dose.done.at) };
    return h("section", { class: "dose is-done", id: `dose-${dose.id}` }, state("done", dose.done.how === "given" ? t("Given {time}", at) : t("Not given {time}", at)), words);
  }
  const early = Date.parse(dose.from ?? dose.at) > now();
  return h("section", { class: "dose", id: `dose-${dose.id}`, "aria-label": dose.drug },
    isLate(dose) ? state("overdue", t("Overdue since {time}", { time: time(dose.at) })) : state("due", t("Due {time}", { time: time(dose.at) })), words,
    early ? h("p", {}, t("Not before {time}.", { time: time(dose.from) })) : "",
    early && Date.parse(dose.at) > now() ? "" : h("div", { class: "dose-acts" },
      early ? "" : button(t("GIVEN {amount}", { amount: amount(dose) }), () => give(dose, animal), { mark: "check", kind: "is-first is-big", id: `give-${dose.id}` }),
      link(t("Not given"), `#/dose/${dose.id}`, { mark: "void", kind: "is-big" })));
}

// What another person wrote on this phone can't be read here, so it may be this very dose.
export async function somebodyElses() {
  const { waiting, of } = await counts();
  return waiting > of(session.profile.id)
    ? notice("unsent", t("Somebody else’s records wait on this phone. Ask whether they gave this dose.")) : "";
}

// A dose is due nearby, but not for the animal that was scanned: say for whom.
export function others(day, animal, due) {
  if (due.length || !animal.unit) return "";
  const near = day.inUnit(animal.unit).filter((one) => one.id !== animal.id && dosesDue(day, one).length).slice(0, 3);
  if (!near.length) return "";
  return notice("due", t("This is {name}. The dose that is due here is for another animal:", { name: animal.name || animal.acc }),
    near.map((one) => h("a", { class: "face-row", href: `#/animal/${one.id}` }, portrait(one), h("b", {}, one.name || one.acc))));
}
