// Another number of heads than expected: typed, kept, and an alert at the centre.
import { now } from "../clock.js";
import { button, h } from "../dom.js";
import { write } from "../outbox.js";
import { pad, typed } from "../pad.js";
import { heads } from "../round.js";
import { back, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { t, time } from "../words.js";

export default async function screen(id) {
  const { day } = session;
  const unit = day.unit.get(Number(id));
  if (!unit) return { title: t("Place"), body: [head(t("Not in today’s places"))] };
  const animals = day.inUnit(unit.id);
  const expected = heads(animals);
  let text = "";
  const shown = h("output", { class: "typed", "aria-live": "polite" }, "–");
  const press = (sign) => {
    text = sign === "back" ? text.slice(0, -1) : (text + sign).slice(0, 4);
    shown.textContent = text || "–";
    save.disabled = !text;
  };
  const save = button(t("Save the count"), async () => {
    const found = Number(text);
    const well = found === expected ? animals.map((one) => one.id) : [];
    try {
      const record = await write("seen", { unit: unit.id, expected, found, animals: well, missing: [] });
      say(t("{unit}: {found} of {expected} seen {time}.", { unit: unit.code, found, expected, time: time(now()) }), record);
      back();
    } catch (error) {
      trouble(error);
    }
  }, { mark: "save", kind: "is-first is-big is-wide" });
  save.disabled = true;
  return {
    title: t("Count"), leave: typed(press),
    body: [head(t("How many are in {unit}?", { unit: unit.code })), h("div", { class: "typed-row" }, h("p", {}, t("Expected: {n}", { n: expected })), shown),
      pad(press), save, h("p", { class: "hint" }, t("If they are fewer or more, the office is told at once."))],
  };
}
