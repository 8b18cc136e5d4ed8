// Light, dark, or as the phone has it; kept on the phone, for whoever holds it.
const KEY = "theme";
export const theme = () => localStorage.getItem(KEY) ?? "auto";
export function applyTheme(chosen = theme()) {
  localStorage.setItem(KEY, chosen);
  document.documentElement.dataset.theme = chosen;
}
