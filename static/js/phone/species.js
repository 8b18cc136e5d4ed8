// What a kind of animal is called here: as text, and as an element that says which language it is.
import { h } from "./dom.js";
import { spoken } from "./words.js";

const own = (species) => species.local?.[spoken()];
export const nameOf = (species) => own(species) || species.en || species.sci || "";
export const called = (species) => (nameOf(species) ? h("span", { lang: own(species) ? spoken() : species.en ? "en" : "la" }, nameOf(species)) : "");
