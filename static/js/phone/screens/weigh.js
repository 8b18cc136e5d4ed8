// A weight: typed on a pad with either decimal mark, said back, and asked about where it is odd.
import { button, field, h, notice } from "../dom.js";
import { doubts, grams } from "../decimals.js";
import { drop, keep, kept } from "../drafts.js";
import { write } from "../outbox.js";
import { pad, typed } from "../pad.js";
import { back, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { ago, t, weight } from "../words.js";

export default async function screen(id) {
  const { day } = session;
  const animal = day.animal.get(Number(id));
  if (!animal) return { title: t("Weigh"), body: [head(t("Not in today’s animals"))] };
  const species = day.speciesOf(animal);
  const draft = `weigh/${id}`;
  let { text = "", unit = (animal.g ?? species.hi ?? 0) >= 1000 ? "kg" : "g" } = (await kept(draft)) ?? {};
  const shown = h("output", { class: "typed", "aria-live": "polite" });
  const asked = h("div", { role: "alert" });
  const scale = h("input", { type: "number", inputmode: "numeric", min: 1, max: animal.n ?? 1, value: "1" });
  const units = h("div", { class: "units", role: "group", "aria-label": t("Unit") });
  const save = button("", () => save_(false), { mark: "save", kind: "is-first is-big is-wide", id: "save-weight" });
  const draw = () => {
    const found = grams(text, unit);
    shown.textContent = text ? `${text} ${unit}` : `– ${unit}`;
    save.lastChild.textContent = found ? t("Save {weight}", { weight: weight(found) }) : t("Type the weight");
    save.disabled = !found;
    asked.replaceChildren();
    units.replaceChildren(...["kg", "g"].map((one) => button(one, () => { unit = one; draw(); }, { kind: unit === one ? "is-chosen" : "", "aria-pressed": String(unit === one) })));
  };
  const press = (sign) => {
    const next = sign === "back" ? text.slice(0, -1) : text + sign;
    if (/^\d{0,7}([.,]\d{0,3})?$/.test(next)) text = next;
    draw();
    keep(draft, { text, unit });
  };
  const save_ = async (confirmed) => {
    const found = grams(text, unit);
    const odd = doubts(found, animal, species);
    if (odd.length && !confirmed) return asked.replaceChildren(ask(odd, found, animal, species, () => save_(true)));
    try {
      const sample = animal.lot ? Number(scale.value) : null;
      const record = await write("weight", { animal: animal.id, grams: found, sample, confirmed, note: "" });
      await drop(draft);
      say(t("{name} weighs {weight}.", { name: animal.name || animal.acc, weight: weight(found) }), record);
      back();
    } catch (error) {
      trouble(error);
    }
    return undefined;
  };
  draw();
  return {
    title: t("Weigh"), leave: typed(press, "."),
    body: [head(t("Weigh {name}", { name: animal.name || animal.acc }),
      h("p", {}, animal.g ? t("Last: {weight}, {ago}", { weight: weight(animal.g), ago: ago(animal.g_at) }) : t("Not weighed before"))),
      h("div", { class: "typed-row" }, shown, units), animal.lot ? field(t("Animals on the scale"), scale, t("The weight is the mean of these.")) : "", asked, pad(press, { extra: "," }), save],
  };
}

function ask(odd, found, animal, species, yes) {
  const said = odd.includes("last") ? t("Last time it was {last}. Is {weight} right?", { last: weight(animal.g), weight: weight(found) })
    : t("Animals of this species weigh {lo} to {hi}. Is {weight} right?", { lo: weight(species.lo), hi: weight(species.hi), weight: weight(found) });
  setTimeout(() => document.getElementById("yes-weight")?.focus());
  return notice("due", said, button(t("Yes, {weight}", { weight: weight(found) }), yes, { mark: "check", kind: "is-first is-big is-wide", id: "yes-weight" }));
}
