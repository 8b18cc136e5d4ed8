// Food of another amount than planned, or beside the plan: for a place, or for one animal.
import { now } from "../clock.js";
import { button, h } from "../dom.js";
import { write } from "../outbox.js";
import { back, head } from "../router.js";
import { scales } from "../scales.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { t, time, weight } from "../words.js";

// Who is fed and where, by "task", "unit" or "animal".
function meant(day, kind, id) {
  const task = kind === "task" ? day.task.get(id) : null;
  const animal = day.animal.get(kind === "animal" ? Number(id) : task?.animal);
  const unit = day.unit.get(kind === "unit" ? Number(id) : task?.unit ?? animal?.unit);
  return { task, animal, unit };
}

export default async function screen(kind, id) {
  const { task, animal, unit } = meant(session.day, kind, id);
  if (!unit) return { title: t("Fed"), body: [head(t("Not in today’s places"))] };
  const name = animal ? animal.name || animal.acc : unit.code;
  const planned = task?.items.reduce((sum, [, grams]) => sum + grams, 0) ?? 0;
  let found = null;
  const send = async () => {
    const slot = task ? task.id.split(":").at(-1) : "";
    try {
      const record = await write("fed", { unit: unit.id, animal: animal?.id ?? null, plan: task?.plan ?? null, slot, offered_g: found, left_g: null, note: "" });
      say(t("{name} fed {weight} at {time}.", { name, weight: weight(found), time: time(now()) }), record);
      back();
    } catch (error) {
      trouble(error);
    }
  };
  const save = button("", send, { mark: "save", kind: "is-first is-big is-wide", id: "save-fed" });
  const scale = scales(planned >= 1000 ? "kg" : "g", (grams) => {
    found = grams;
    save.disabled = !grams;
    save.lastChild.textContent = grams ? t("Save {weight}", { weight: weight(grams) }) : t("Type the weight");
  });
  scale.draw();
  return {
    title: t("Fed"), leave: scale.listen(),
    body: [head(t("How much food for {name}?", { name }), planned ? h("p", {}, t("Planned: {weight}", { weight: weight(planned) })) : ""), scale.view, save],
  };
}
