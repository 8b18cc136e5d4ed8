// Whom one takes out of a crate: large pictures of the kinds that are in it, and behind them those
// that the books do not say are there.
import { h } from "./dom.js";
import { called } from "./species.js";
import { portrait } from "./thumbs.js";
import { t } from "./words.js";

const PICTURES = 6;

// The lots that stand where this one stands, this one first.
const together = (day, lot) => [lot, ...day.animals.filter((one) => one.lot && one.n > 0 && one.unit === lot.unit && one.id !== lot.id)];

// `facts.lot` is the lot it counted in; `facts.taxon` its kind, where that is another.
export function kinds(day, lot, facts, chosen) {
  const lots = together(day, lot);
  const counted = new Set(lots.map((one) => one.sp));
  const rest = day.species.filter((one) => !counted.has(one.id));
  const grid = h("div", { class: "face-grid" });
  const more = h("div", { class: "face-grid" });
  const draw = () => {
    const tile = (id, on, press, face, ...words) => h("button", { type: "button", class: `face-tile${on ? " is-chosen" : ""}`, id, "aria-pressed": String(on), onclick: () => { press(); draw(); chosen(); } }, face, words);
    const lotTile = (one) => tile(`lot-${one.id}`, facts.lot === one.id && !facts.taxon, () => Object.assign(facts, { lot: one.id, taxon: null }),
      picture(day, one.sp, one), called(day.speciesOf(one)), h("small", {}, t("{n} in the crate", { n: one.n })));
    const kindTile = (one) => tile(`kind-${one.id}`, facts.taxon === one.id, () => { facts.taxon = one.id; }, picture(day, one.id), called(one));
    grid.replaceChildren(...lots.slice(0, PICTURES).map(lotTile));
    more.replaceChildren(...lots.slice(PICTURES).map(lotTile), ...rest.map(kindTile));
  };
  draw();
  return h("div", { role: "group", "aria-label": t("Species") }, h("h2", {}, t("Species")), grid,
    rest.length || lots.length > PICTURES ? h("details", { open: Boolean(facts.taxon) }, h("summary", {}, h("b", {}, t("It is another species"))), more) : "");
}

// The animal's own picture, or that of any other of its kind.
const picture = (day, species, animal) => portrait(animal?.photo ? animal : day.animals.find((one) => one.sp === species && one.photo) ?? {});
