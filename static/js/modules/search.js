// Search as you type: a combobox over `/search.json?q=`, which answers
// {"found": [{"url", "title", "more", "icon"}], "total": 40}. Enter without a choice opens the full page.
import { list, say } from "./found.js";

export default function search(form) {
  const input = form.querySelector("input");
  const box = Object.assign(document.createElement("ul"), { className: "search-found", id: "search-found", hidden: true });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Found");
  form.append(box);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", box.id], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }
  let at = -1;
  let asked;
  const show = (on) => {
    box.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) choose(-1);
  };
  const choose = (next) => {
    const options = [...box.querySelectorAll("[role=option]")];
    at = options.length ? (next + options.length + 1) % (options.length + 1) : -1;
    if (next < 0 || at === options.length) at = next === -2 ? options.length - 1 : -1;
    options.forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    asked?.abort();
    const text = input.value.trim();
    if (!text) return show(false);
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.source}?q=${encodeURIComponent(text)}`, { signal: asked.signal, headers: { accept: "application/json" } });
      if (!answer.ok) return show(false);
      list(box, await answer.json(), form.querySelector("use")?.href.baseVal.split("#")[0]);
      show(true);
    } catch (error) {
      if (error.name === "AbortError") return;
      say(box, "No connection. Press Enter to try the full search.");
      show(true);
    }
  };
  let soon;
  input.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const options = box.querySelectorAll("[role=option]");
    if (event.key === "Escape" && !box.hidden) show(false);
    else if (event.key === "ArrowDown" && !box.hidden) choose(at + 1);
    else if (event.key === "ArrowUp" && !box.hidden) choose(at < 0 ? -2 : at - 1);
    else if (event.key === "Enter" && at >= 0) options[at].click();
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
