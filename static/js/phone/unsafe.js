// What is said where the browser gives neither keys nor a worker, because the line is not encrypted.
import { h } from "./dom.js";
import { t } from "./words.js";

export function unsafe() {
  document.getElementById("content").replaceChildren(h("h1", {}, t("Not over this connection")),
    h("p", {}, t("The phone’s pages need an encrypted address (https). Ask whoever keeps the centre’s computers.")));
}
