// Somebody joins this phone: account and password once, with network, and a PIN for ever after.
import { unlocked } from "../app.js";
import { NotSo } from "../centre.js";
import { button, field, h, notice } from "../dom.js";
import { join, settle } from "../profiles.js";
import { head } from "../router.js";
import { t } from "../words.js";

export default async function screen() {
  const account = h("input", { name: "account", required: true, autocomplete: "username", autocapitalize: "none", spellcheck: "false" });
  const password = h("input", { name: "password", type: "password", required: true, autocomplete: "current-password" });
  const told = h("div", { role: "alert" });
  const place = h("div", {});
  const send = async (event) => {
    event.preventDefault();
    told.replaceChildren();
    try {
      const given = await join(account.value, password.value);
      password.value = "";
      place.replaceChildren(...choose(given));
      place.querySelector("input").focus();
    } catch (error) {
      told.append(notice("problem", error instanceof NotSo ? t(error.message)
        : t("There is no connection to the centre. Joining needs it once.")));
    }
  };
  place.append(
    h("p", { class: "lead" }, t("Once, with network. Afterwards your PIN opens it, without network too.")),
    h("form", { class: "stack", onsubmit: send }, field(t("Account"), account), field(t("Password"), password), told,
      button(t("Go on"), undefined, { type: "submit", kind: "is-first is-big is-wide" })));
  return { title: t("Join this phone"), body: [head(t("Join this phone")), place] };
}

function choose(given) {
  const facts = { type: "password", inputmode: "numeric", pattern: "[0-9]{4,6}", maxlength: 6, required: true, autocomplete: "off" };
  const pin = h("input", { ...facts, name: "pin" });
  const again = h("input", { ...facts, name: "again" });
  const told = h("div", { role: "alert" });
  const save = async (event) => {
    event.preventDefault();
    told.replaceChildren();
    const bad = weakness(pin.value) || (pin.value !== again.value && t("The two are not the same. Type them again."));
    if (bad) return told.append(notice("problem", bad));
    await settle(given, pin.value);
    return unlocked();
  };
  return [h("p", { class: "lead" }, t("{name}, choose a PIN of 4 to 6 digits. Tell nobody: what you write here is signed with it.", { name: given.name })),
    h("form", { class: "stack", onsubmit: save }, field(t("PIN"), pin), field(t("PIN again"), again), told,
      button(t("Save the PIN"), undefined, { type: "submit", kind: "is-first is-big is-wide" }))];
}

const weakness = (pin) => {
  if (!/^[0-9]{4,6}$/.test(pin)) return t("A PIN has 4 to 6 digits.");
  if (/^(\d)\1+$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin)) return t("Everybody tries this PIN first. Choose another.");
  return "";
};
