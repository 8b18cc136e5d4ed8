"""Runs of another script marked with their language, so that they are shaped, spaced and read
aloud rightly: Khmer and Thai need taller lines and no letter spacing."""

import re

from markupsafe import Markup, escape

#: The language that a run of a script is most likely in at a centre in this region.
SCRIPTS = {
    "km": "\u1780-\u17ff\u19e0-\u19ff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "hi": "\u0900-\u097f",
    "ar": "\u0600-\u06ff",
    "ko": "\uac00-\ud7af",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
    "vi": "\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9",
}

_RUN = re.compile(
    "|".join(
        rf"(?P<{lang}>[{chars}](?:[{chars}\u200b-\u200d\s]*[{chars}])?)"
        for lang, chars in SCRIPTS.items()
        if lang != "vi"
    )
)
_VIETNAMESE = re.compile(rf"[{SCRIPTS['vi']}]")


def spoken(text: object, own: str = "") -> Markup:
    """`text`, escaped, with each run of another script in a `lang` span, but for the script of the
    page's `own` language."""
    if text is None:
        return Markup()
    if isinstance(text, Markup):
        return text
    whole = str(text)
    if whole.isascii():
        return escape(whole)
    if _VIETNAMESE.search(whole) and not _RUN.search(whole):
        if own == "vi":
            return escape(whole)
        return Markup('<span lang="vi">{}</span>').format(whole)
    parts, end = [], 0
    for run in _RUN.finditer(whole):
        parts.append(escape(whole[end : run.start()]))
        marked = '<span lang="{1}">{0}</span>' if run.lastgroup != own else "{0}"
        parts.append(Markup(marked).format(run[0], run.lastgroup))  # noqa: S704 - ours
        end = run.end()
    parts.append(escape(whole[end:]))
    return Markup("").join(parts)
