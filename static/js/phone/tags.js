// Tag numbers: eight digits, the last a Verhoeff check, as tags/check.py draws them.
const STEP = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
const ROWS = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]];
while (ROWS.length < 8) ROWS.push(ROWS.at(-1).map((digit) => STEP[digit]));

// Multiplication in the group of the pentagon.
const times = (a, b) => {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
};

export const LENGTH = 8;

export function valid(number) {
  if (!/^\d{8}$/.test(number)) return false;
  return [...number].reverse().reduce((sum, digit, at) => times(sum, ROWS[at % 8][Number(digit)]), 0) === 0;
}

// The number in what a code said, or that somebody typed; empty where there is none.
export function numberIn(text) {
  const found = /\/t\/(\d{8})(?:$|[/?#])/i.exec(text) ?? /^\s*(\d{4})[\s-]?(\d{4})\s*$/.exec(text);
  return found ? found.slice(1).join("") : "";
}

// Who wears it today: {animal} or {unit}, or null.
export function bearer(day, number) {
  const animal = day.animals.find((one) => one.tag === number);
  if (animal) return { animal };
  const unit = day.units.find((one) => one.tag === number);
  return unit ? { unit } : null;
}
