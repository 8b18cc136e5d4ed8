// Somebody was bitten or hurt, or an animal got out: the advice first, then what happened.
import { button, field, h, notice } from "../dom.js";
import { write } from "../outbox.js";
import { photographs } from "../photo.js";
import { back, head } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { t, word } from "../words.js";

const WHAT = [["bite", word("Bite")], ["scratch", word("Scratch")], ["escape", word("Escape")], ["injury", word("Injury")], ["other", word("Something else")]];

export default async function screen(kind, id) {
  const { day } = session;
  const about = kind === "unit" ? day.unit.get(Number(id)) : day.animal.get(Number(id));
  if (!about) return { title: t("Bite or accident"), body: [head(t("Not in today’s animals"))] };
  const advice = kind === "animal" ? day.speciesOf(about).advice : "";
  let what = "";
  const hurt = h("input", { type: "checkbox", id: "hurt" });
  const photo = photographs();
  const note = h("textarea", { rows: 3, maxlength: 1000 });
  const row = h("div", { class: "choices" });
  const draw = () => row.replaceChildren(...WHAT.map(([key, words]) => button(t(words), () => { what = key; hurt.checked ||= key === "bite" || key === "scratch"; save.disabled = false; draw(); }, {
    id: `what-${key}`, kind: what === key ? "is-big is-chosen" : "is-big", "aria-pressed": String(what === key) })));
  const send = async () => {
    try {
      const facts = { what, unit: kind === "unit" ? about.id : about.unit ?? null, animal: kind === "animal" ? about.id : null, person_hurt: hurt.checked, note: note.value };
      say(t("Kept. Tell somebody now; do not wait for the phone."), await write("incident", facts, await photo.sealed()));
      back();
    } catch (error) {
      trouble(error);
    }
  };
  const save = button(t("Save"), send, { mark: "save", kind: "is-first is-big is-wide" });
  save.disabled = true;
  draw();
  return {
    title: t("Bite or accident"),
    body: [head(t("Bite or accident")), notice("problem", t("Wash a wound at once with soap and running water for 15 minutes, then tell the vet.")),
      advice ? h("p", {}, advice) : "", h("div", { role: "group", "aria-label": t("What happened?") }, h("h2", {}, t("What happened?")), row),
      h("label", { class: "task", for: "hurt" }, hurt, h("span", {}, t("A person is hurt"))), photo.view, field(t("How did it happen?"), note), save],
  };
}
