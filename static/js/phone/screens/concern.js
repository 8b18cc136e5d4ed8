// Something is off: what, how urgent, a photograph. It lands on the vet's board.
import { now } from "../clock.js";
import { button, field, h, link, notice } from "../dom.js";
import { drop, keep, kept } from "../drafts.js";
import { write } from "../outbox.js";
import { photographs } from "../photo.js";
import { back, head, show } from "../router.js";
import { session } from "../session.js";
import { say, trouble } from "../told.js";
import { t, time, word } from "../words.js";

export const WHAT = [["missing", word("Missing"), "search"], ["injured", word("Injured"), "alert"], ["not_eating", word("Not eating"), "feed"],
  ["stool", word("Stool"), "water"], ["behaviour", word("Behaviour"), "welfare"], ["other", word("Something else"), "note"]];
const URGENCY = [["now", word("Now"), "alert"], ["today", word("Today"), "clock"], ["watch", word("Keep watching"), "search"]];

export default async function screen(kind, id) {
  const { day } = session;
  const about = kind === "unit" ? day.unit.get(Number(id)) : day.animal.get(Number(id));
  if (!about) return { title: t("Concern"), body: [head(t("Not in today’s animals"))] };
  const name = kind === "unit" ? about.code : about.name || about.acc;
  const draft = `concern/${kind}/${id}`;
  const begun = await kept(draft);
  const facts = { what: "", urgency: "today", note: "", ...begun };
  const discard = async () => { await drop(draft); await show(true); };
  const note = h("textarea", { rows: 2, maxlength: 500, value: facts.note, oninput: () => { facts.note = note.value; keep(draft, facts); enough(); } });
  const photo = photographs(() => enough());
  const seen = () => t("Photo taken: {n}", { n: photo.count() });
  // "Something else" says nothing by itself: it wants a word or a picture.
  const enough = () => { save.disabled = !facts.what || (facts.what === "other" && !note.value.trim() && !photo.count()); };
  const save = button(t("Tell the vet"), () => send(), { mark: "check", kind: "is-first is-big is-wide", id: "save-concern" });
  const groups = [group(t("What is it?"), WHAT, "what"), group(t("How urgent?"), URGENCY, "urgency")];
  function group(title, choices, of) {
    const row = h("div", { class: of === "what" ? "choices" : "choices is-three" });
    const draw = () => row.replaceChildren(...choices.map(([key, words, mark]) => button(t(words), () => { facts[of] = key; keep(draft, facts); draw(); enough(); }, {
      mark, id: `${of}-${key}`, kind: facts[of] === key ? "is-chosen" : "", "aria-pressed": String(facts[of] === key) })));
    draw();
    return h("div", { role: "group", "aria-label": title }, h("h2", {}, title), row);
  }
  const send = async () => {
    save.disabled = true;
    try {
      const photos = await photo.sealed();
      const record = await write("concern", { [kind]: about.id, what: facts.what, urgency: facts.urgency, note: note.value || (facts.what === "other" ? seen() : "") }, photos);
      await drop(draft);
      say(t("Concern kept {time}: {name}.", { time: time(now()), name }), record);
      back();
    } catch (error) {
      trouble(error);
      enough();
    }
  };
  enough();
  return { title: t("Concern"), body: [head(t("Something is off: {name}", { name })),
    begun ? notice("unsent", t("You began this before. Go on, or"), button(t("Discard it"), discard, { mark: "delete" })) : "", groups, kind === "animal" ? link(t("Observe"), `#/observe/${about.id}`, { mark: "note", kind: "is-wide", id: "act-observe" }) : "", photo.view, field(t("A note, if you like"), note), save] };
}
