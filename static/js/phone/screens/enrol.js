// A phone that the centre does not know yet: somebody with the right makes it one of the centre's.
import { NotSo } from "../centre.js";
import { button, field, h, notice } from "../dom.js";
import { enrol } from "../profiles.js";
import { go } from "../router.js";
import { syncAlways } from "../sync.js";
import { updates } from "../updates.js";
import { t } from "../words.js";

export default async function screen() {
  const name = h("input", { name: "name", required: true, maxlength: 60, autocomplete: "off" });
  const told = h("div", { role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    told.replaceChildren();
    try {
      await enrol(name.value);
    } catch (error) {
      told.append(...why(error));
      return;
    }
    updates(true);
    syncAlways();
    await go("join", true);
  };
  return {
    title: t("New phone"),
    body: [h("h1", {}, t("Make this one of the centre’s phones")),
      h("p", { class: "lead" }, t("An administrator or a manager does this once, with network, signed in here. Keepers join it afterwards and then work without network.")),
      h("form", { class: "stack", onsubmit: send },
        field(t("What is this phone called?"), name, t("For example: Birds 2. Write it on the phone’s back as well.")),
        told, button(t("Enrol this phone"), undefined, { type: "submit", mark: "phone", kind: "is-first is-big is-wide" }))],
  };
}

function why(error) {
  if (!(error instanceof NotSo)) return [notice("problem", t("There is no connection to the centre. Try again where there is network."))];
  if (error.status === 401) {
    return [notice("problem", t("Sign in first, as an administrator or a manager, then come back here.")),
      h("a", { class: "button is-wide", href: "/sign-in?next=/m/" }, t("Sign in"))];
  }
  return [notice("problem", error.message)];
}
