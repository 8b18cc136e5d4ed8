// Numbers as people of any country type them: one decimal mark, a point or a comma.
export function decimal(text) {
  const tidy = text.trim();
  if (!/^\d{0,7}([.,]\d{0,3})?$/.test(tidy) || !/\d/.test(tidy)) return null;
  return Number(tidy.replace(",", "."));
}

// Grams of what was typed, or null where it says no weight.
export function grams(text, unit) {
  const value = decimal(text);
  if (value === null || (unit === "g" && /[.,]/.test(text))) return null;
  const found = Math.round(value * (unit === "kg" ? 1000 : 1));
  return found > 0 ? found : null;
}

const GROWING = ["egg", "neonate", "infant", "juvenile", "subadult", "mixed"];

// What is odd about a weight: against the last one, and against adults of its species.
export function doubts(found, animal, species) {
  const odd = [];
  if (animal.g && Math.abs(found - animal.g) > animal.g * 0.2) odd.push("last");
  if (species.hi && found > species.hi) odd.push("species");
  if (species.lo && found < species.lo && !GROWING.includes(animal.age)) odd.push("species");
  return odd;
}
