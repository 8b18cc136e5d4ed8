// The password again, once in thirty days or after it was changed; the work goes on meanwhile.
import { NotSo } from "../centre.js";
import { button, field, h, notice } from "../dom.js";
import { renew } from "../profiles.js";
import { go, head } from "../router.js";
import { sync } from "../sync.js";
import { t } from "../words.js";

export default async function screen() {
  const password = h("input", { name: "password", type: "password", required: true, autocomplete: "current-password" });
  const told = h("div", { role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    told.replaceChildren();
    try {
      await renew(password.value);
      sync();
      await go("round", true);
    } catch (error) {
      told.append(notice("problem", error instanceof NotSo ? t(error.message) : t("There is no connection to the centre. Joining needs it once.")));
    }
  };
  return {
    title: t("Sign in again"),
    body: [head(t("Sign in again")), h("p", {}, t("What you write down is kept and sent all the same. The day’s animals come after your password.")),
      h("form", { class: "stack", onsubmit: send }, field(t("Password"), password), told,
        button(t("Sign in"), undefined, { type: "submit", kind: "is-first is-big is-wide" }))],
  };
}
