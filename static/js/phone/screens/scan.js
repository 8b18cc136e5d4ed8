// The scanner: the camera where there is one, and the pad of digits below it, which refuses a wrong
// number at once.
import { h, notice } from "../dom.js";
import { camera } from "../camera.js";
import { pad, typed } from "../pad.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { bearer, LENGTH, numberIn, valid } from "../tags.js";
import { beep } from "../beep.js";
import { spacedTag, t, word } from "../words.js";

const TITLES = { move: word("Scan the door it moves to"), crate: word("Scan a blank tag"), tag: word("Scan a blank tag"), any: word("Scan a tag or a door") };

export default async function screen(purpose, id) {
  const shown = h("output", { class: "typed", "aria-live": "polite", "aria-label": t("Number") });
  const told = h("div", { role: "alert" });
  let text = "";
  const draw = () => { shown.textContent = spacedTag(text.padEnd(LENGTH, "–")); };
  const press = (sign) => {
    text = sign === "back" ? text.slice(0, -1) : (text.length === LENGTH ? "" : text) + sign;
    told.replaceChildren();
    draw();
    if (text.length === LENGTH) found(text);
  };
  const refuse = (words) => {
    beep(false);
    told.replaceChildren(notice("problem", words));
  };
  const found = (number) => {
    if (!valid(number)) return refuse(t("{number} has a wrong digit. Look at the tag again.", { number: spacedTag(number) }));
    beep(true);
    if (!purpose) return go(`tag/${number}`, true);
    const has = bearer(session.day, number);
    if (purpose === "move") return has?.unit ? go(`move/${id}/${has.unit.id}`, true) : refuse(t("{number} is no door of today’s places.", { number: spacedTag(number) }));
    const holder = has?.animal ?? has?.unit;
    if (holder) return refuse(t("{number} is used already: {name} wears it. Take a blank tag.", { number: spacedTag(number), name: holder.name || holder.acc || holder.code }));
    if (session.day.used.has(number)) return refuse(t("{number} is used already. Take a blank tag.", { number: spacedTag(number) }));
    return go(purpose === "crate" ? `crate/${id}/${number}` : `bind/${number}/${id}`, true);
  };
  const seen = (code) => {
    const number = numberIn(code);
    if (number) return found(number);
    return refuse(t("This code is not one of ours."));
  };
  const stop = typed(press);
  const eye = camera(seen);
  draw();
  return {
    title: t("Scan"), leave: () => { stop(); eye.stop(); },
    body: [head(t(TITLES[purpose] ?? TITLES.any)), h("div", { class: "eye" }, eye.view, told, shown),
      h("p", { class: "for-readers" }, t("Or type the eight digits:")), pad(press)],
  };
}
