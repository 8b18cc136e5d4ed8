// At the crate: one blank tag, one animal (or a few that stay together), the next.
import { button, field, h, notice } from "../dom.js";
import { write } from "../outbox.js";
import { photographs } from "../photo.js";
import { choice } from "../choice.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { spacedTag, spoken, t, word } from "../words.js";

const HOW = [["well", word("Well"), "check"], ["hurt", word("Hurt"), "alert"], ["dead", word("Dead"), "death"]];
const SEX = [["female", word("Female")], ["male", word("Male")], ["unknown", word("Not known")]];
const whole = (input) => (/^\d{1,6}$/.test(input.value.trim()) ? Number(input.value) : null);
let last = { sex: "unknown" }; // what the animals of a crate have in common is said once

export default async function screen(id, tag) {
  const { day } = session;
  const lot = day.animal.get(Number(id));
  if (!lot?.lot) return { title: t("Crate"), body: [head(t("Not in today’s animals"))] };
  const species = day.speciesOf(lot);
  if (lot.n < 1) return { title: t("Crate"), body: [head(t("Nobody is left in this crate."))] };
  const facts = { how: "well", sex: last.sex };
  const photo = photographs();
  const count = h("input", { inputmode: "numeric", value: "1", maxlength: 6, autocomplete: "off" });
  const grams = h("input", { inputmode: "numeric", maxlength: 6, autocomplete: "off" });
  const told = h("div", { role: "alert" });
  const send = async () => {
    const n = whole(count);
    if (!n || n > lot.n) return told.replaceChildren(notice("problem", t("There are {n} in the crate. Write 1 to {n}.", { n: lot.n })));
    if (grams.value.trim() && !whole(grams)) return told.replaceChildren(notice("problem", t("Write the weight in whole grams, or leave it empty.")));
    try {
      const record = await write("crate", { lot: lot.id, tag, count: n, sex: facts.sex, how: facts.how, grams: whole(grams), confirmed: true }, await photo.sealed());
      last = { sex: facts.sex };
      say(t("Sorted: {n}, tag {number}.", { n, number: spacedTag(tag) }), record);
      await go(n < lot.n ? `scan/crate/${lot.id}` : `animal/${lot.id}`, true);
    } catch (error) {
      trouble(error);
    }
    return undefined;
  };
  return {
    title: t("Crate"),
    body: [head(t("Tag {number}", { number: spacedTag(tag) })),
      h("p", { class: "lead" }, species.local?.[spoken()] || species.en, " · ", t("{n} in the crate", { n: lot.n })),
      photo.view, choice(t("How is it?"), HOW, facts, "how"), choice(t("Sex"), SEX, facts, "sex"),
      field(t("How many wear this tag?"), count, t("A few that stay together have one tag.")), field(t("Weight in g, if weighed"), grams), told,
      button(t("Save and next"), send, { mark: "save", kind: "is-first is-big is-wide", id: "save-crate" })],
  };
}
