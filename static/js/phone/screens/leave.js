// The way off a phone that one shares no longer: one's day goes at once, what is not sent stays.
import { lock } from "../app.js";
import { NotSo } from "../centre.js";
import { button, h, notice } from "../dom.js";
import { leave } from "../profiles.js";
import { head } from "../router.js";
import { t } from "../words.js";

export default function screen() {
  const told = h("div", { role: "alert" });
  const go = async () => {
    told.replaceChildren();
    try {
      await leave();
    } catch (error) {
      told.append(notice("problem", error instanceof NotSo ? error.message : t("There is no connection to the centre. Try again where there is network.")));
      return;
    }
    await lock();
  };
  return {
    title: t("Leave this phone"),
    body: [head(t("Leave this phone")),
      h("p", { class: "lead" }, t("Your animals, drafts and PIN go from this phone. What is not sent yet stays, and is sent under your name.")),
      told, button(t("Take me off this phone"), go, { mark: "delete", kind: "is-first is-big is-wide", id: "leave" })],
  };
}
