// A filter applies as soon as it is chosen; its button goes away. The focus survives the reload.
export default function autosubmit(form) {
  for (const button of form.querySelectorAll("button:not([name])")) button.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=radio], input[type=checkbox], input[type=date]")) {
      sessionStorage.setItem("focus", event.target.id);
      form.requestSubmit();
    }
  });
  const id = sessionStorage.getItem("focus");
  if (id && form.querySelector(`#${CSS.escape(id)}`)) {
    sessionStorage.removeItem("focus");
    document.getElementById(id).focus({ preventScroll: true });
  }
}
