// How an animal is: appetite, faeces, water, behaviour; only what was looked at.
import { button, field, h } from "../dom.js";
import { write } from "../outbox.js";
import { photographs } from "../photo.js";
import { back, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { t, word } from "../words.js";

export const BODY = [[1, word("Emaciated")], [2, word("Thin")], [3, word("Good")], [4, word("Heavy")], [5, word("Fat")]];
export const SCALES = [
  ["appetite", word("How much did it eat?"), [[0, word("Nothing")], [1, word("A little")], [2, word("Half")], [3, word("Most")], [4, word("All")]]],
  ["faeces", word("Faeces"), [[1, word("Hard")], [2, word("Firm")], [3, word("Normal")], [4, word("Soft")], [5, word("Watery")]]],
  ["water", word("Water"), [["drank", word("Drank")], ["not", word("Did not drink")], ["unknown", word("Not seen")]]],
  ["body", word("Body condition"), BODY],
];

export default async function screen(id) {
  const animal = session.day.animal.get(Number(id));
  if (!animal) return { title: t("Observe"), body: [head(t("Not in today’s animals"))] };
  const name = animal.name || animal.acc;
  const facts = { appetite: null, faeces: null, water: "unknown", body: null };
  const behaviour = h("input", { maxlength: 300, autocomplete: "off" });
  const photo = photographs();
  const note = h("textarea", { rows: 2, maxlength: 500 });
  const group = ([key, title, choices]) => {
    const row = h("div", { class: "choices is-three" });
    const draw = () => row.replaceChildren(...choices.map(([value, words]) => button(t(words), () => {
      facts[key] = facts[key] === value && key !== "water" ? null : value;
      draw();
    }, { id: `${key}-${value}`, kind: facts[key] === value ? "is-chosen" : "", "aria-pressed": String(facts[key] === value) })));
    draw();
    return h("div", { role: "group", "aria-label": t(title) }, h("h2", {}, t(title)), row);
  };
  const save = async () => {
    try {
      const record = await write("observed", { animal: animal.id, ...facts, behaviour: behaviour.value, note: note.value }, await photo.sealed());
      say(t("Kept: {name} observed.", { name }), record);
      back();
    } catch (error) {
      trouble(error);
    }
  };
  return {
    title: t("Observe"),
    body: [head(t("How is {name}?", { name })), SCALES.map(group), photo.view, field(t("Behaviour"), behaviour), field(t("A note, if you like"), note),
      button(t("Save"), save, { mark: "save", kind: "is-first is-big is-wide" })],
  };
}
