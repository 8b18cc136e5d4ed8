// Photographs are what costs on a phone's own line: they may be kept for Wi-Fi, on phones that know
// which line they have.
import { h } from "./dom.js";
import { t } from "./words.js";

const KEPT = "photos";
const line = () => navigator.connection?.type;
const only = () => localStorage.getItem(KEPT) === "wifi";
export const forWifi = () => only() && line() === "cellular";

// `then` is told when somebody chose.
export function photoLine(then) {
  const choose = ({ target }) => {
    localStorage.setItem(KEPT, target.checked ? "wifi" : "any");
    then();
  };
  return line() && h("label", { class: "task" }, h("span", {}, t("Send photos over Wi-Fi only")),
  h("input", { type: "checkbox", id: "wifi-only", checked: only(), onchange: choose }));
}
export const photosWait = () => forWifi() && h("p", {}, t("Photos wait for Wi-Fi."));
