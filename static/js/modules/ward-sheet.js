// The treatment sheet: arrow keys go from mark to mark, and a dose opens beside the grid. It is the
// page that the link leads to, so there is one way to record a dose.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export default function wardSheet(sheet) {
  const table = sheet.querySelector("table");
  const panel = sheet.querySelector(".sheet-panel");
  let from = null;

  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const cell = event.target.closest("td, th");
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = walk(table, cell, event.target, step);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  table.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    from = link;
    open(link.href);
  });

  async function open(address) {
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const dose = page.querySelector("[data-dose]");
      if (!answer.ok || !dose) throw new Error("no dose on that page");
      panel.replaceChildren(shut(), document.adoptNode(dose));
      panel.querySelector("[data-beside]").hidden = false;
      panel.hidden = false;
      (panel.querySelector("form .is-first") || panel.querySelector("button")).focus();
    } catch {
      location.assign(address); // the page itself says what is the matter
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  function shut() {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button is-quiet", textContent: sheet.dataset.close,
    });
    button.addEventListener("click", close);
    return button;
  }

  function close() {
    panel.hidden = true;
    panel.replaceChildren();
    if (from) from.focus();
  }

  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
}

// The nearest mark that way: in the row, or in the same column of the rows above and below.
function walk(table, cell, here, [down, across]) {
  const marks = (one) => [...one.querySelectorAll("a")];
  if (across) {
    const row = [...cell.parentElement.cells].flatMap(marks);
    return row[row.indexOf(here) + across];
  }
  const rows = [...table.rows];
  for (let at = rows.indexOf(cell.parentElement) + down; rows[at]; at += down) {
    const there = rows[at].cells[cell.cellIndex];
    const found = there && marks(there)[0];
    if (found) return found;
  }
  return null;
}
