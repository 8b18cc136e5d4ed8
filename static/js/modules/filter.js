// Narrow a long table to the rows that hold every word typed.
const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

export default function filter(box) {
  const input = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  let next = box.nextElementSibling;
  while (next && !next.querySelector("table")) next = next.nextElementSibling;
  if (!next) return;
  const rows = [...next.querySelectorAll("tbody tr")].map((row) => [row, plain(row.textContent)]);
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    said.textContent = words.length ? box.dataset.shown.replace("{n}", shown).replace("{all}", rows.length) : "";
  });
}
