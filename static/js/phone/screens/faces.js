// Who is it? The people of this phone, those who used it last first.
import { get } from "../db.js";
import { button, h, link, state } from "../dom.js";
import { initials } from "../frame.js";
import { counts } from "../outbox.js";
import { faces } from "../profiles.js";
import { applyTheme, theme } from "../theme.js";
import { t } from "../words.js";

export default async function screen() {
  const [people, count, phone] = await Promise.all([faces(), counts(), get("phone", "self")]);
  return {
    title: t("Who is it?"), live: true,
    body: [h("p", { class: "place-name" }, `${phone.centre} · ${phone.name}`), h("h1", {}, t("Who is it?")),
      h("ul", { class: "faces" }, people.map((one) => h("li", {}, face(one, count.of(one.id))))),
      count.waiting ? state("unsent", count.waiting === 1 ? t("1 on this phone") : t("{n} on this phone", { n: count.waiting }))
        : count.photos ? state("unsent", count.photos === 1 ? t("1 photo on this phone") : t("{n} photos on this phone", { n: count.photos })) : state("done", t("All at the centre")),
      link(t("Somebody else joins this phone"), "#/join", { mark: "add", kind: "is-wide" }), themes()],
  };
}

const face = (one, waiting) => h("a", { class: "face-row", href: `#/pin/${one.id}` },
  h("span", { class: "face", "aria-hidden": "true" }, initials(one.name)),
  h("span", {}, h("b", {}, one.name), waiting ? h("small", {}, waiting === 1 ? t("1 record waits") : t("{n} records wait", { n: waiting })) : ""));

export function themes() {
  const row = h("div", { class: "themes", role: "group", "aria-label": t("Light or dark") });
  const draw = () => row.replaceChildren(...[["auto", t("As the phone")], ["light", t("Light")], ["dark", t("Dark")]].map(([key, words]) =>
    button(words, () => { applyTheme(key); draw(); }, { kind: theme() === key ? "is-chosen" : "", "aria-pressed": String(theme() === key) })));
  draw();
  return row;
}
