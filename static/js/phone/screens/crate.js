// At the crate: one blank tag, one animal (or a few that stay together), the next.
import { choice } from "../choice.js";
import { kinds } from "../crated.js";
import { button, field, h, notice } from "../dom.js";
import { write } from "../outbox.js";
import { photographs } from "../photo.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { nameOf } from "../species.js";
import { say, trouble } from "../told.js";
import { spacedTag, t, word } from "../words.js";
import { BODY } from "./observe.js";

const HOW = [["well", word("Well"), "check"], ["hurt", word("Hurt"), "alert"], ["dead", word("Dead"), "death"]];
const SEX = [["female", word("Female")], ["male", word("Male")], ["unknown", word("Not known")]];
const SCORES = BODY.map(([score, words]) => [score, words, null, score]);
const whole = (input) => (/^\d{1,6}$/.test(input.value.trim()) ? Number(input.value) : null);
let last = {}; // what the animals of a crate have in common is said once

export default async function screen(id, tag) {
  const { day } = session;
  const lot = day.animal.get(Number(id));
  if (!lot?.lot) return { title: t("Crate"), body: [head(t("Not in today’s animals"))] };
  const left = day.animals.find((one) => one.lot && one.n > 0 && one.unit === lot.unit);
  if (!left) return { title: t("Crate"), body: [head(t("Nobody is left in this crate."))] };
  const first = lot.n > 0 ? lot : left;
  const facts = { how: "well", sex: "unknown", body: null, lot: first.id, taxon: null, ...(last.lot === first.id ? last : {}) };
  const photo = photographs();
  const count = h("input", { inputmode: "numeric", value: "1", maxlength: 6, autocomplete: "off", oninput: () => draw() });
  const grams = h("input", { inputmode: "numeric", maxlength: 6, autocomplete: "off" });
  const told = h("div", { role: "alert" });
  const sexes = choice(t("Sex"), SEX, facts, "sex");
  const group = h("p", { class: "hint" });
  const draw = () => {
    const n = whole(count);
    sexes.hidden = n !== 1;
    group.textContent = n > 1 ? t("They stay a group of {n} {kind} under one number.", { n, kind: nameOf(day.kind.get(facts.taxon) ?? day.speciesOf(day.animal.get(facts.lot))) }) : "";
  };
  const refuse = (words) => {
    told.replaceChildren(notice("problem", words));
    told.scrollIntoView({ block: "center" });
  };
  const send = async () => {
    const [n, from] = [whole(count), day.animal.get(facts.lot)];
    if (!n || n > from.n) return refuse(t("There are {n} in the crate. Write 1 to {n}.", { n: from.n }));
    if (grams.value.trim() && !whole(grams)) return refuse(t("Write the weight in whole grams, or leave it empty."));
    try {
      const record = await write("crate", { ...facts, tag, count: n, grams: whole(grams), confirmed: true }, await photo.sealed());
      last = { sex: facts.sex, lot: from.id, taxon: facts.taxon };
      say(t("Sorted: {n}, tag {number}.", { n, number: spacedTag(tag) }), record);
      const more = n < from.n ? from : day.animals.find((one) => one.lot && one.n > 0 && one.unit === from.unit && one.id !== from.id);
      await go(more ? `scan/crate/${more.id}` : `animal/${from.id}`, true);
    } catch (error) {
      trouble(error);
    }
    return undefined;
  };
  draw();
  return {
    title: t("Crate"),
    body: [head(t("Tag {number}", { number: spacedTag(tag) })), photo.view, kinds(day, first, facts, draw),
      choice(t("How is it?"), HOW, facts, "how"), choice(t("Body condition"), SCORES, facts, "body"),
      field(t("Weight in g, if weighed"), grams), sexes,
      field(t("How many wear this tag?"), count, t("A few that stay together have one tag.")), group, told,
      button(t("Save and next"), send, { mark: "save", kind: "is-first is-big is-wide is-at-hand", id: "save-crate" })],
  };
}
