// Works the dose out as it is typed, with the server's own arithmetic. The button does the same.
const FIELDS = ["drug", "rate", "route", "dilution"];

export default function dose(box) {
  const form = box.closest("form");
  const shown = box.querySelector("[role=status]");
  box.querySelector("button").hidden = true;
  let asked = 0;

  async function work() {
    const mine = ++asked;
    const query = new URLSearchParams({ animal: box.dataset.animal });
    for (const name of FIELDS) query.set(name, form.elements[name].value);
    if (!query.get("drug") || !query.get("rate") || !query.get("route")) return;
    try {
      const answer = await fetch(`${box.dataset.url}?${query}`);
      if (answer.ok && mine === asked) show(await answer.json());
    } catch {
      box.querySelector("button").hidden = false; // no network: the button says so
    }
  }

  function show(found) {
    box.classList.toggle("is-refused", Boolean(found.refused));
    if (found.outside) form.querySelector('[data-when="outside"]').hidden = false;
    if (/dilut/i.test(found.refused || "")) form.elements.dilution.closest("details").open = true;
    if (found.refused) return shown.replaceChildren(line("p", "heavy", found.refused));
    if (!found.dose) return shown.replaceChildren();
    const cautions = line("ul", "dose-cautions");
    cautions.append(...found.cautions.map((words) => line("li", "", words)));
    const parts = [line("p", "dose-is", found.dose), line("p", "quiet", found.sum)];
    if (found.outside) {
      parts.push(line("p", "dose-outside heavy", `${found.outside} Say why below.`));
    }
    shown.replaceChildren(...parts, cautions);
  }

  let timer;
  form.addEventListener("input", (event) => {
    if (!FIELDS.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(work, 250);
  });
  work();
}

function line(tag, name, words = "") {
  return Object.assign(document.createElement(tag), { className: name, textContent: words });
}
