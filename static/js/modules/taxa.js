// The list behind a species box follows what is typed, by any name in any language.
export default function taxa(list) {
  const boxes = document.querySelectorAll(`input[list="${CSS.escape(list.id)}"]`);
  const all = [...list.children];
  let asked = 0;
  let waiting = 0;

  async function fill(text) {
    const mine = ++asked;
    if (text.trim().length < 2) return list.replaceChildren(...all);
    const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(text)}`);
    if (!answer.ok || mine !== asked) return;
    const { found } = await answer.json();
    const options = found.map(({ text: value, matched }) => {
      const option = document.createElement("option");
      option.value = value;
      if (!value.toLowerCase().includes(matched.toLowerCase())) option.label = `${matched}: ${value}`;
      return option;
    });
    if (options.length) list.replaceChildren(...options);
  }

  for (const box of boxes) {
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => fill(box.value).catch(() => {}), 150);
    });
    box.addEventListener("focus", () => list.replaceChildren(...all));
  }
}
