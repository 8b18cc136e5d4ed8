// Something that is at the centre already and was wrong: taken back, with the reason.
import { button, field, h } from "../dom.js";
import { write } from "../outbox.js";
import { mine } from "../records.js";
import { back, head } from "../router.js";
import { sentence } from "../sentences.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { t } from "../words.js";

export default async function screen(id) {
  const record = (await mine()).find((row) => row.id === id);
  if (!record) return { title: t("Take back"), body: [head(t("This record is not on this phone."))] };
  const reason = h("input", { name: "reason", required: true, maxlength: 300, autocomplete: "off" });
  const send = async (event) => {
    event.preventDefault();
    try {
      say(t("It is taken back as soon as the centre knows."), await write("correct", { record: id, reason: reason.value }));
      back();
    } catch (error) {
      trouble(error);
    }
  };
  return {
    title: t("Take back"),
    body: [head(t("Take back")), h("p", { class: "lead" }, sentence(session.day, record.body)),
      h("p", {}, t("Both stay on record: what was written, and that it was wrong. A dose is struck out by the vet.")),
      h("form", { class: "stack", onsubmit: send }, field(t("What was wrong?"), reason),
        button(t("Take it back"), undefined, { type: "submit", mark: "undo", kind: "is-first is-big is-wide" }))],
  };
}
