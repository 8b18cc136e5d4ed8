// Which screen is shown: the part of the address after the #, so that the phone's back button works.
import { h } from "./dom.js";
import { lifted } from "./finger.js";
import { written } from "./outbox.js";
import { screens } from "./screens.js";
import { session } from "./session.js";
import { t } from "./words.js";

const WITHOUT_PERSON = new Set(["enrol", "join", "faces", "pin"]);
const content = document.getElementById("content");
let shown = { leave: null, live: false };
let turn = 0;
let due = false; // whether a screen was asked for that is not there yet
let depth = 0;

const here = () => location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);

export async function go(where, instead = false) {
  if (`#/${where}` === location.hash) return show(true);
  if (!instead) { location.hash = `/${where}`; return undefined; }
  history.replaceState(history.state, "", `#/${where}`);
  return show(true);
}

// How many screens lie behind this one is kept with it, so that "back" never leaves the application.
addEventListener("hashchange", () => {
  if (history.state?.depth === undefined) history.replaceState({ depth: depth + 1 }, "");
  depth = history.state.depth;
  show(true);
});
export const back = () => (depth > 0 ? history.back() : go("round", true));

// Shows the screen of the address. Without `anew` it is drawn again where its facts may have
// changed, and a screen on which somebody types is left alone.
export async function show(anew = false) {
  if (!anew && !shown.live && !due) return;
  due ||= anew;
  const mine = ++turn;
  let [name, ...rest] = here();
  if (!screens[name] || (!session.profile && !WITHOUT_PERSON.has(name))) [name, ...rest] = [session.profile ? "round" : "faces"];
  const module = await screens[name]();
  if (mine !== turn) return; // locked meanwhile, or gone on
  const made = await module.default(...rest);
  if (!due) await Promise.all([lifted(), written()]);
  if (mine !== turn || !made) return;
  const focused = document.activeElement?.id;
  const fresh = due;
  due = false;
  if (fresh) shown.leave?.();
  shown = { leave: fresh ? made.leave : shown.leave, live: Boolean(made.live) };
  content.className = `screen-${name}`;
  content.replaceChildren(...[made.body].flat(9).filter(Boolean));
  document.body.dataset.shown = here().join("/");
  document.title = `${made.title} · ${document.body.dataset.centre}`;
  dispatchEvent(new CustomEvent("shown", { detail: { name, bare: WITHOUT_PERSON.has(name) } }));
  if (fresh) arrive();
  else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function arrive() {
  scrollTo(0, 0);
  const first = content.querySelector("[autofocus]") ?? content.querySelector("h1");
  if (!first) return;
  if (first.tagName === "H1") first.tabIndex = -1;
  first.focus({ preventScroll: true });
}

// The top of a screen: its name, and where the way back leads.
export const head = (title, ...more) => h("div", { class: "head" },
  h("button", { type: "button", class: "back", onclick: back, "aria-label": t("Back") }, "←"), h("h1", {}, title), more);
