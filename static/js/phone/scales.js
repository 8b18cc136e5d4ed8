// A weight typed on the pad, in kg or g; used where food is weighed.
import { grams } from "./decimals.js";
import { button, h } from "./dom.js";
import { pad, typed } from "./pad.js";
import { t } from "./words.js";

// `changed` gets the grams, or null, at each key. `least` 0 lets nothing be a weight too.
export function scales(unit, changed, { least = 1 } = {}) {
  let text = "";
  const shown = h("output", { class: "typed", "aria-live": "polite" });
  const units = h("div", { class: "units", role: "group", "aria-label": t("Unit") });
  const weighed = () => (least === 0 && /^0+([.,]0*)?$/.test(text) ? 0 : grams(text, unit));
  const draw = () => {
    shown.textContent = `${text || "–"} ${unit}`;
    units.replaceChildren(...["kg", "g"].map((one) => button(one, () => { unit = one; draw(); }, { kind: unit === one ? "is-chosen" : "", "aria-pressed": String(unit === one) })));
    changed(weighed());
  };
  const press = (sign) => {
    const next = sign === "back" ? text.slice(0, -1) : text + sign;
    if (/^\d{0,7}([.,]\d{0,3})?$/.test(next)) text = next;
    draw();
  };
  const view = [h("div", { class: "typed-row" }, shown, units), pad(press, { extra: "," })];
  return { view, draw, listen: () => typed(press, ".") };
}
