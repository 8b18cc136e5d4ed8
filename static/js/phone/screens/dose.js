// A dose that was not given, or not all of it: five reasons, one tap each.
import { now } from "../clock.js";
import { button, h, notice } from "../dom.js";
import { write } from "../outbox.js";
import { back, head } from "../router.js";
import { say, trouble } from "../told.js";
import { session } from "../session.js";
import { t, time } from "../words.js";

const WHY = [["refused", "Refused it", "void"], ["vomited", "Vomited it", "undo"], ["away", "Animal was away", "search"],
  ["no_stock", "No stock", "help"], ["vet_stopped", "Vet said no", "shield"]];

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
      h("div", { class: "choices" }, WHY.map(([key, words, mark]) => button(t(words), () => not(key, words), { mark, kind: "is-big" })))],
  };
}
