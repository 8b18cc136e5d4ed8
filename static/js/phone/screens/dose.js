// A dose that was not given, or not all of it: five reasons, one tap each.
import { now } from "../clock.js";
import { decimal } from "../decimals.js";
import { button, field, h, notice } from "../dom.js";
import { write } from "../outbox.js";
import { back, head } from "../router.js";
import { say, trouble } from "../told.js";
import { session } from "../session.js";
import { number, t, time, word } from "../words.js";

const WHY = [["refused", word("Refused it"), "void"], ["vomited", word("Vomited it"), "undo"], ["away", word("Animal was away"), "search"],
  ["no_stock", word("No stock"), "help"], ["vet_stopped", word("Vet said no"), "shield"]];

export default async function screen(id) {
  const { day } = session;
  const dose = day.dose.get(Number(id));
  if (!dose) return { title: t("Dose"), body: [head(t("Not in today’s doses"))] };
  const animal = day.animal.get(dose.animal);
  const name = animal?.name || animal?.acc;
  const not = async (why, words) => {
    try {
      const record = await write("dose", { dose: dose.id, how: "not_given", why });
      say(t("Not given {time}: {drug}, {name}. {why}.", { time: time(now()), drug: dose.drug, name, why: t(words) }), record);
      back();
    } catch (error) {
      trouble(error);
    }
  };
  return {
    title: t("Not given"),
    body: [head(t("Not given: why?")), h("p", { class: "lead" }, `${name} · ${dose.drug} · ${time(dose.at)}`),
      dose.done ? notice("done", t("This dose is recorded already.")) : "",
      dose.done ? "" : h("div", { class: "choices" }, WHY.map(([key, words, mark]) => button(t(words), () => not(key, words), { mark, kind: "is-big" }))),
      dose.done || Date.parse(dose.from ?? dose.at) > now() ? "" : less(dose, name)],
  };
}

// Part of it went in: how much, and why not all.
function less(dose, name) {
  const amount = h("input", { inputmode: "decimal", required: true, autocomplete: "off" });
  const note = h("input", { required: true, maxlength: 300, autocomplete: "off" });
  const told = h("div", { role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    const given = decimal(amount.value);
    if (!given || given >= Number(dose.amount)) return told.replaceChildren(notice("problem", t("Less than {amount} {unit}: write the amount.", { amount: number(Number(dose.amount)), unit: dose.unit })));
    try {
      const record = await write("dose", { dose: dose.id, how: "given", amount: String(given), note: note.value });
      say(t("Given {time}: {amount} {unit} of {drug} to {name}.", { time: time(now()), amount: number(given), unit: dose.unit, drug: dose.drug, name }), record);
      back();
    } catch (error) {
      trouble(error);
    }
    return undefined;
  };
  return h("details", {}, h("summary", {}, h("b", {}, t("It got less"))), h("form", { class: "stack", onsubmit: send },
    field(t("How much, in {unit}", { unit: dose.unit }), amount), field(t("Why not all?"), note), told,
    button(t("Save"), undefined, { type: "submit", mark: "save", kind: "is-first is-big is-wide" })));
}
