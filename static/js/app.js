// Finds what can be enhanced and loads the module of that name. Every page works without any of it.
const wanted = [...document.querySelectorAll("[data-enhance]")];

for (const element of wanted) {
  for (const name of element.dataset.enhance.split(" ")) {
    import(`./modules/${name}.js`)
      .then((module) => module.default(element))
      .catch((error) => console.error(`The part “${name}” did not start.`, error));
  }
}

// Pressed twice is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
