// A blank tag was scanned: whose it becomes. A crate's animals get theirs one after the other.
import { button, h, link } from "../dom.js";
import { write } from "../outbox.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { called } from "../species.js";
import { say, trouble } from "../told.js";
import { portrait } from "../thumbs.js";
import { spacedTag, t } from "../words.js";

export default async function screen(tag, id) {
  const { day } = session;
  const number = spacedTag(tag);
  const animal = id && day.animal.get(Number(id));
  return animal && !animal.tag ? confirm(animal, tag, number) : choose(day, tag, number);
}

function choose(day, tag, number) {
  const without = day.animals.filter((one) => one.lot ? one.n > 0 : !one.tag);
  return {
    title: t("Put a tag on"),
    body: [head(t("Who gets {number}?", { number })), without.length ? "" : h("p", { class: "lead" }, t("Every animal of the day has a tag.")),
      h("ul", { class: "walk" }, without.map((one) => h("li", {}, h("a", { class: "face-row", href: one.lot ? `#/crate/${one.id}/${tag}` : `#/bind/${tag}/${one.id}` }, portrait(one),
        h("span", {}, h("b", {}, one.lot ? t("Sort the crate") : one.name || one.acc), h("small", {}, called(day.speciesOf(one)), [one.acc, one.lot ? t("{n} animals", { n: one.n }) : "", day.unit.get(one.unit)?.code].filter(Boolean).map((fact) => ` · ${fact}`))))))) ],
  };
}

function confirm(animal, tag, number) {
  const name = animal.name || animal.acc;
  const send = async () => {
    try {
      say(t("{name} has tag {number}.", { name, number }), await write("tag", { animal: animal.id, tag }));
      await go(`animal/${animal.id}`, true);
    } catch (error) {
      trouble(error);
    }
  };
  return {
    title: t("Put a tag on"),
    body: [head(t("Put {number} on {name}?", { number, name })), h("div", { class: "who-card" }, portrait(animal), h("p", { class: "tag" }, number)),
      button(t("Put it on"), send, { mark: "tag", kind: "is-first is-big is-wide", id: "put-on" }),
      link(t("Another animal"), `#/bind/${tag}`, { kind: "is-wide" })],
  };
}
