// The PIN of one person: four to six digits on a large pad; the last one opens. The others of the
// phone stand beside, for whom another was taken.
import { unlocked } from "../app.js";
import { get } from "../db.js";
import { h, link } from "../dom.js";
import { initials } from "../frame.js";
import { pad, typed } from "../pad.js";
import { others, unlock } from "../profiles.js";
import { stillWaits } from "../tries.js";
import { go, head } from "../router.js";
import { t } from "../words.js";

export default async function screen(id) {
  const [profile, rest] = await Promise.all([get("profiles", Number(id)), others(Number(id))]);
  if (!profile) return go("faces", true);
  const dots = h("p", { class: "dots", "aria-hidden": "true" });
  const told = h("p", { class: "pin-told", role: "alert" });
  const spoken = h("p", { class: "for-readers", "aria-live": "polite" });
  let digits = "";
  let busy = false;
  const draw = () => {
    dots.textContent = "●".repeat(digits.length) + "○".repeat(profile.digits - digits.length);
    spoken.textContent = t("{n} digits", { n: digits.length });
  };
  const press = async (sign) => {
    if (busy) return;
    digits = sign === "back" ? digits.slice(0, -1) : (digits + sign).slice(0, profile.digits);
    draw();
    if (digits.length < profile.digits) return;
    busy = true;
    told.textContent = t("Opening…");
    const right = await unlock(profile.id, digits);
    digits = "";
    if (right) return unlocked();
    draw();
    await wait();
  };
  const wait = async () => {
    const left = await stillWaits(profile.id);
    busy = left > 0;
    if (!dots.isConnected) return;
    told.textContent = busy ? t("Too many wrong PINs. Wait {n} seconds.", { n: Math.ceil(left / 1000) })
      : (told.textContent && t("That is not the PIN. Try again."));
    if (busy) setTimeout(wait, 1000);
  };
  draw();
  setTimeout(wait);
  const stop = typed(press);
  return {
    title: profile.name, leave: stop,
    body: [head(profile.name), rest.length ? beside(profile, rest) : h("span", { class: "face is-large", "aria-hidden": "true" }, initials(profile.name)),
      h("div", { class: "pin-face" }, dots, spoken, told),
      pad(press), link(t("I forgot my PIN"), "#/join", { kind: "is-quiet is-wide" })],
  };
}

// Those who used the phone last, one tap apart, and the way to everybody.
const beside = (chosen, rest) => h("nav", { class: "pin-faces", "aria-label": t("Switch user") },
  h("span", { class: "pin-one is-chosen", "aria-hidden": "true" }, face(chosen)),
  rest.slice(0, 2).map((one) => h("a", { class: "pin-one", href: `#/pin/${one.id}` }, face(one))),
  h("a", { class: "pin-one", href: "#/faces" }, h("span", { class: "face is-small", "aria-hidden": "true" }, "…"), h("small", {}, t("Others"))));

const face = ({ name }) => [h("span", { class: "face is-small", "aria-hidden": "true" }, initials(name)), h("small", {}, name.split(/\s+/)[0], h("span", { class: "for-readers" }, name.replace(/^\S+/, "")))];
