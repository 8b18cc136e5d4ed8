// Which parts of the centre this person walks today; the phone keeps those and no more.
import { button, h, notice } from "../dom.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { sync } from "../sync.js";
import { t } from "../words.js";

export default async function screen() {
  const { day } = session;
  const chosen = new Set((day.areas ?? []).filter((area) => day.units.some((unit) => unit.area === area.id) || area.mine).map((area) => area.id));
  const rows = (day.areas ?? []).map((area) => h("li", {}, h("label", { class: "task" },
    h("input", { type: "checkbox", checked: chosen.has(area.id), onchange: (event) => chosen[event.target.checked ? "add" : "delete"](area.id) }),
    h("span", {}, h("b", {}, `${area.code} ${area.name}`), h("small", {}, area.n === 1 ? t("1 animal") : t("{n} animals", { n: area.n }))))));
  const told = h("div", { role: "alert" });
  const save = async () => {
    if (await sync([...chosen].sort((a, b) => a - b).join(","))) await go("round", true);
    else told.replaceChildren(notice("problem", t("There is no connection to the centre. Your areas come with it.")));
  };
  return {
    title: t("Areas"),
    body: [head(t("Which areas today?")), h("ul", { class: "walk" }, rows), told,
      button(t("Bring these animals"), save, { mark: "check", kind: "is-first is-big is-wide" })],
  };
}
