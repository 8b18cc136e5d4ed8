// Small photographs of the day's animals, sealed on the phone like everything else.
import { h, icon } from "./dom.js";

// The picture of an animal, or the mark of its kind until it is here.
export function portrait(animal) {
  const place = h("span", { class: "portrait", "aria-hidden": "true" }, icon("animal"));
  return place;
}
