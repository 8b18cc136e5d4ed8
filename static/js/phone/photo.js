// Photographs of what is written down: one button, the camera, and how many there are.
import { h, icon } from "./dom.js";
import { prepared } from "./photos.js";
import { t } from "./words.js";

const MOST = 4;

export function photographs(changed = () => {}) {
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", class: "for-readers", id: "photo", onchange: () => taken() });
  const label = h("label", { for: "photo", class: "button is-big is-wide" }, icon("camera"), h("span", {}, t("Take a photo")));
  const taken = () => {
    label.lastChild.textContent = input.files.length ? t("Photo taken: {n}", { n: input.files.length }) : t("Take a photo");
    changed();
  };
  const sealed = () => Promise.all([...input.files].slice(0, MOST).map(prepared)).catch((error) => {
    if (error.unreadable) input.value = ""; // what it is about can be told without it
    taken();
    throw error;
  });
  return { view: [input, label], count: () => input.files.length, sealed };
}
