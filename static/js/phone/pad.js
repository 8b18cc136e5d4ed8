// A pad of digits in three columns, large enough for gloves. Keys of a keyboard do the same.
import { h, icon } from "./dom.js";
import { t } from "./words.js";

// `onkey` gets "0" to "9", `extra` (a decimal mark), or "back".
export function pad(onkey, { extra } = {}) {
  const key = (sign, words = sign, ...inside) => h("button", {
    type: "button", class: "key", "aria-label": words === sign ? undefined : words, onclick: () => onkey(sign),
  }, inside.length ? inside : sign);
  const made = h("div", { class: "pad", role: "group", "aria-label": t("Digits") },
    [..."123456789"].map((digit) => key(digit)),
    extra ? key(extra, t("Decimal mark"), extra) : h("span"), key("0"), key("back", t("Delete the last digit"), icon("back")));
  return made;
}

// Keys typed while nothing that takes text is in focus. Returns how to stop.
export function typed(onkey, extra = "") {
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName)) return;
    if (/^\d$/.test(event.key)) onkey(event.key);
    else if (event.key === "Backspace") onkey("back");
    else if (extra && (event.key === "." || event.key === ",")) onkey(extra);
    else return;
    event.preventDefault();
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
