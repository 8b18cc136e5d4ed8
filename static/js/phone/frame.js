// What stands around every screen: who holds the phone, what is still on it, and where one can go.
import { h, icon } from "./dom.js";
import { lifted } from "./finger.js";
import { counts } from "./outbox.js";
import { others } from "./profiles.js";
import { session } from "./session.js";
import { state as sending } from "./sync.js";
import { t, time, word } from "./words.js";

const top = document.getElementById("top");
const bottom = document.getElementById("bottom");
const PLACES = [["round", word("Round"), "round"], ["scan", word("Scan"), "scan"], ["animals", word("Animals"), "animal"], ["outbox", word("Outbox"), "sync"]];
let screen = "";
let bare = true;

export const initials = (name) => name.split(/\s+/).map((part) => [...part][0] ?? "").slice(0, 2).join("").toUpperCase();

// What is on this phone, in one line of words.
export function onThisPhone({ waiting, photos, needs }) {
  if (sending.busy && waiting) return ["unsent", t("Sending {done} of {of}", { done: sending.done, of: Math.max(sending.of, waiting) })];
  if (needs && !waiting) return ["problem", needs === 1 ? t("1 needs you") : t("{n} need you", { n: needs })];
  if (waiting) return ["unsent", waiting === 1 ? t("1 on this phone") : t("{n} on this phone", { n: waiting })];
  if (photos) return ["unsent", photos === 1 ? t("1 photo on this phone") : t("{n} photos on this phone", { n: photos })];
  return ["done", t("All at the centre")];
}

const SHAPE = { unsent: "◷", problem: "⚠", done: "✓" };

let count = null; // what is on the phone, as it was last counted

async function draw(lock) {
  if (bare || !session.profile) {
    count = null;
    top.replaceChildren();
    bottom.replaceChildren();
    return;
  }
  if (!top.firstChild) paint(lock); // at once, so that nothing moves down from under a finger
  const counted = await counts();
  await lifted();
  if (!session.profile) return;
  count = counted;
  paint(lock);
}

function paint(lock) {
  const [kind, words] = count ? onThisPhone(count) : ["", "…"];
  const { name } = session.profile;
  top.replaceChildren(h("header", { class: "top" },
    h("button", { type: "button", class: "top-who", id: "top-who", onclick: () => handOn(lock) },
      h("span", { class: "face is-small", "aria-hidden": "true" }, initials(name)), h("span", {}, name.split(" ")[0], h("span", { class: "for-readers" }, `: ${t("lock or switch")}`)), icon("lock")),
    h("a", { class: `top-state is-${kind}`, href: "#/outbox", id: "top-state" },
      h("span", { "aria-hidden": "true" }, SHAPE[kind] ?? ""), " ", words)));
  bottom.replaceChildren(h("nav", { class: "places", "aria-label": t("Main") }, PLACES.map(([where, label, mark]) =>
    h("a", { href: `#/${where}`, id: `to-${where}`, "aria-current": screen === where ? "page" : undefined, class: `place${where === "scan" ? " is-scan" : ""}` },
      icon(mark), h("span", {}, t(label), where === "outbox" && count?.waiting ? ` (${count.waiting})` : "")))));
}

// Whoever else had the phone last is asked for the PIN at once.
async function handOn(lock) {
  const [next] = await others(session.profile.id).catch(() => []);
  await lock(true, next ? `pin/${next.id}` : "faces");
}

export function frame(lock) {
  const again = () => {
    const focused = document.activeElement?.id;
    return draw(lock).then(() => focused && document.activeElement === document.body && document.getElementById(focused)?.focus());
  };
  addEventListener("shown", ({ detail }) => { ({ name: screen, bare } = detail); again(); });
  for (const kind of ["outbox", "sync"]) addEventListener(kind, again);
}

// Where the day's facts come from, at the foot of screens that show them.
export function dataFrom(day) {
  if (!day?.fetched) return h("p", { class: "from" }, t("No animals on this phone yet. Connect once to bring them."));
  const words = sending.reached ? t("Data from {time}", { time: time(day.fetched) }) : t("Data from {time} · offline", { time: time(day.fetched) });
  return h("p", { class: "from" }, words);
}
