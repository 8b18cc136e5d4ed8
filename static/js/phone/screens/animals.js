// The animals of the day, found by a few letters or digits.
import { field, h } from "../dom.js";
import { dataFrom } from "../frame.js";
import { session } from "../session.js";
import { called } from "../species.js";
import { portrait } from "../thumbs.js";
import { spacedTag, t } from "../words.js";

const MOST = 60;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export default async function screen() {
  const { day } = session;
  const words = new Map(day.animals.map((animal) => {
    const species = day.speciesOf(animal);
    return [animal, plain([animal.name, animal.acc, animal.tag, species.en, species.sci, ...Object.values(species.local ?? {}), day.unit.get(animal.unit)?.code].join(" "))];
  }));
  const list = h("ul", { class: "walk" });
  const count = h("p", { class: "quiet", role: "status" });
  const box = h("input", { type: "search", autocomplete: "off", spellcheck: "false", oninput: () => draw() });
  const draw = () => {
    const wanted = plain(box.value).split(/\s+/).filter(Boolean);
    const found = day.animals.filter((animal) => wanted.every((one) => words.get(animal).includes(one)));
    count.textContent = found.length === 1 ? t("1 animal") : t("{n} animals", { n: found.length });
    list.replaceChildren(...found.slice(0, MOST).map((animal) => h("li", {}, row(day, animal))));
  };
  draw();
  return { title: t("Animals"), body: [h("h1", {}, t("Animals")), field(t("Name, number, species or place"), box), count, list, dataFrom(day)] };
}

const row = (day, animal) => h("a", { class: "face-row", href: `#/animal/${animal.id}` }, portrait(animal),
  h("span", {}, h("b", {}, animal.name || animal.acc, animal.n > 1 ? ` × ${animal.n}` : ""),
    h("small", {}, called(day.speciesOf(animal)), [day.unit.get(animal.unit)?.code, spacedTag(animal.tag)].filter(Boolean).map((one) => ` · ${one}`))));
