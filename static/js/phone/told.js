// Says what was just saved, with ten seconds to undo it.
import { isFull } from "./db.js";
import { h } from "./dom.js";
import { HOLD, undo } from "./outbox.js";
import { noteRoom } from "./room.js";
import { t } from "./words.js";

const told = document.getElementById("told");
let timer = 0;

export function hush() {
  clearTimeout(timer);
  told.replaceChildren();
}

export function say(words, record) {
  hush();
  if (record) noteRoom(true);
  const take = async () => {
    const undone = await undo(record);
    say(undone ? t("Undone. Nothing was recorded.") : t("It is on its way already. Correct it in the outbox."));
  };
  told.append(h("p", {}, words), record ? h("button", { type: "button", class: "button", onclick: take }, t("Undo")) : "");
  timer = setTimeout(hush, record ? HOLD : 6000);
}

// What to say where a record could not be saved: then nothing says that it was.
export function trouble(error) {
  const full = isFull(error);
  if (full) noteRoom(false);
  hush();
  if (error.unreadable) told.append(h("p", {}, t("A photo could not be used: {why}", { why: error.unreadable })));
  told.append(h("p", { role: "alert" }, full
    ? t("NOT saved: this phone is full. Send what waits, or delete pictures from the phone, then try again.")
    : t("NOT saved. Try again; if it happens again, write it on paper.")));
  if (!full) console.warn("not saved", error);
}
