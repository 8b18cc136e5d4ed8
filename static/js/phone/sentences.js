// What a record says, in a line.
import { spacedTag, t, weight } from "./words.js";

const named = (animal) => animal?.name || animal?.acc || t("an animal");

export function sentence(day, { kind, facts }) {
  const animal = named(day.animal.get(facts.animal ?? facts.animals?.[0] ?? day.dose.get(facts.dose)?.animal));
  const unit = day.unit.get(facts.unit)?.code ?? "";
  switch (kind) {
    case "dose": return facts.how === "given" ? t("Dose given, {animal}", { animal }) : t("Dose not given, {animal}", { animal });
    case "weight": return t("{animal} weighs {weight}", { animal, weight: weight(facts.grams) });
    case "move": return t("{animal} moved to {unit}", { animal, unit });
    case "seen": return t("{unit}: {found} of {expected} seen", { unit, found: facts.found, expected: facts.expected });
    case "concern": return facts.animal ? t("Concern, {animal}", { animal }) : t("Concern, {unit}", { unit });
    case "fed": return t("{unit} fed", { unit });
    case "left": return t("{unit}: what was left, {weight}", { unit, weight: weight(facts.left_g) });
    case "crate": return t("Sorted, tag {number}", { number: spacedTag(facts.tag) });
    case "tag": return t("{animal} has tag {number}", { animal, number: spacedTag(facts.tag) });
    case "cleaned": return t("{unit} cleaned", { unit });
    case "watered": return t("{unit} given water", { unit });
    case "enriched": return t("{unit} given enrichment", { unit });
    case "observed": return t("{animal} observed", { animal });
    case "incident": return t("Bite or accident");
    case "correct": return t("A record taken back");
    default: return t("A record");
  }
}
