// Light, dark or as the system has it, without leaving the page.
export default function theme(form) {
  form.addEventListener("submit", (event) => {
    const chosen = event.submitter?.value;
    if (!chosen) return;
    event.preventDefault();
    event.stopPropagation();
    document.documentElement.dataset.theme = chosen;
    for (const button of document.querySelectorAll(".themes button")) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
    fetch(form.action, { method: "POST", body: new URLSearchParams({ theme: chosen }) });
  });
}
