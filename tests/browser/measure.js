// What is wrong with the screen as it is drawn now, for a keeper with gloves in the sun. One line a
// fault; none where all is well.
() => {
  const faults = [];
  if (!document.adoptedStyleSheets.length) { // colours as they end, not on their way there
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets = [still];
  }
  const named = (one) => `${one.outerHTML.slice(0, 110)}`;
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".for-readers");
  const TARGETS = "a, button, input, select, textarea, summary, label.button, label.task";
  const PRIMARY = ".is-first, .is-big, .place, .key";

  const targets = [...document.querySelectorAll(TARGETS)]
    .filter((one) => shown(one) && !one.matches(".task input, .skip"));
  for (const one of targets) {
    const { width, height } = one.getBoundingClientRect();
    const least = one.matches(PRIMARY) ? 64 : 48;
    if (width < 47.9 || height < least - 0.1) faults.push(`target ${Math.round(width)}x${Math.round(height)}: ${named(one)}`);
  }

  // who types on a pad sees all of it, and what saves, without scrolling
  const floor = document.querySelector(".places")?.getBoundingClientRect().top ?? innerHeight;
  for (const one of document.querySelectorAll("main:has(.pad) :is(.key, .is-first)")) {
    if (shown(one) && scrollY + one.getBoundingClientRect().bottom > floor + 0.6) faults.push(`below the edge: ${named(one)}`);
  }

  // nothing over the edge, no word cut off by its box
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > edge) faults.push(`the screen is ${document.documentElement.scrollWidth} px wide`);
  for (const one of document.body.querySelectorAll("*")) {
    if (!shown(one) || one.closest("svg, video")) continue;
    const box = one.getBoundingClientRect();
    if (box.width && (box.right > edge + 0.6 || box.left < -0.6)) faults.push(`over the edge: ${named(one)}`);
    if (one.clientWidth && !one.querySelector(".for-readers") && one.scrollWidth > one.clientWidth + 1) faults.push(`cut off: ${named(one)}`);
  }

  for (const one of document.querySelectorAll(".place > span, .button > span")) {
    const box = one.getBoundingClientRect();
    const around = one.parentElement.getBoundingClientRect();
    if (shown(one) && (box.left < around.left - 0.6 || box.right > around.right + 0.6)) faults.push(`out of its box: ${named(one)}`);
  }

  // no word parted at the end of a line, but in a language that writes none apart
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    if (!shown(text.parentElement) || text.parentElement.closest("script, style, noscript, textarea")) continue;
    for (const { 0: word, index } of text.data.matchAll(/\p{Script=Latin}[\p{Script=Latin}\p{M}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (document.documentElement.lang !== "eo" && new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size > 1) faults.push(`parted: ${word}`);
    }
  }

  // contrast of every text against what lies behind it
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const over = (top, below) => below.map((one, at) => (at === 3 ? 1 : top[at] * top[3] + one * (1 - top[3])));
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (one) => { // every colour that may lie there: a gradient has several
    const { backgroundColor, backgroundImage } = getComputedStyle(one);
    const below = () => (one.parentElement ? behind(one.parentElement) : [rgba("Canvas")]);
    const plain = rgba(backgroundColor);
    const base = plain[3] === 1 ? [plain] : below().map((under) => over(plain, under));
    const drawn = backgroundImage.match(/(?:rgba?|oklch|oklab|color|hsl)\([^()]*\)/g) ?? [];
    return drawn.length ? drawn.flatMap((colour) => base.map((under) => over(rgba(colour), under))) : base;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const one = text.parentElement;
    if (!text.data.trim() || !shown(one) || one.matches("script, style, noscript")) continue;
    const worst = Math.min(...behind(one).map((under) => ratio(over(rgba(getComputedStyle(one).color), under), under)));
    if (worst < 7) faults.push(`contrast ${worst.toFixed(1)}: ${named(one)}`);
  }
  return [...new Set(faults)];
}
