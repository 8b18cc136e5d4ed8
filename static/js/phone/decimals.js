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

// What is odd about a weight: against the last one, and against its species.
export function doubts(found, last, species) {
  const odd = [];
  if (last && Math.abs(found - last) > last * 0.2) odd.push("last");
  if ((species.lo && found < species.lo) || (species.hi && found > species.hi)) odd.push("species");
  return odd;
}
