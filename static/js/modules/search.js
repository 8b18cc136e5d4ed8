// Search as you type: a combobox over `/search.json?q=`, which answers
// {"found": [{"url", "title", "more", "icon"}], "total": 40}. Enter without a choice opens the full page.
import { Found } from "./found.js";

export default function search(form) {
  const input = form.querySelector("input");
  const found = new Found(form.querySelector("use").getAttribute("href").split("#")[0], form.dataset);
  form.append(found.box);
  const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": found.list.id, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(facts)) input.setAttribute(name, value);

  const show = (on) => {
    found.box.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) choose(-1);
  };
  const choose = (at) => {
    const chosen = found.choose(at);
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };

  let asked;
  const ask = async () => {
    asked?.abort();
    const text = input.value.trim();
    if (!text) return show(false);
    asked = new AbortController();
    try {
      const url = `${form.dataset.source}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(url, { signal: asked.signal, headers: { accept: "application/json" } });
      if (!answer.ok || answer.redirected) return show(false);
      found.fill(await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      found.say(form.dataset.away);
    }
    input.removeAttribute("aria-activedescendant");
    show(true);
  };

  let soon;
  input.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (found.box.hidden) return;
    if (event.key === "Escape") show(false);
    else if (event.key === "ArrowDown") choose(found.at + 1);
    else if (event.key === "ArrowUp") choose(found.at < 0 ? found.options.length - 1 : found.at - 1);
    else if (event.key === "Enter" && found.at >= 0) found.options[found.at].click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => form.contains(event.target) || show(false));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!slash && !(event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
