"""What a scan opens: the keeper's card, a blank tag, or for a stranger the finder's page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, abort, current_app, g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.db import db
from rescue_center.media import rules as media
from rescue_center.policy import CARE, Role, allow
from rescue_center.refusals import refusals_on
from rescue_center.tags import check, finder_rules, finder_words, forms, queries
from rescue_center.tags.address import bp

_CARE = frozenset(Role(name) for name in CARE)

#: The animal that wears a number now, as a page shows it; the package that knows it whole answers.
known_bearer: list[Callable[[str], Any]] = []


@bp.get("/T/<number>")
@bp.get("/t/<number>")
@allow("public")
def open_tag(number: str) -> Any:
    """What a scan opens: the keeper's card, or for a stranger the finder's page, which says
    nothing of the animal, nor whether the number exists."""
    if g.staff is None or not g.staff.roles & _CARE:
        return _finder(number)
    spoken = check.spoken(check.tidy(number))
    for bearer in known_bearer:
        if (found := bearer(check.tidy(number))) is not None:
            return render_template("tags/card.html", found=found, spoken=spoken, revoked=None)
    return _not_worn(number)


def _not_worn(number: str) -> Any:
    """A number that no animal wears now: an enclosure's, a blank one, a revoked one, or none."""
    tag = queries.scanned(number)
    if tag is None:
        form = forms.ScanForm(data={"number": number})
        return render_template("tags/scan.html", form=form, unknown=check.tidy(number)), 404
    if tag.status == "bound":
        return redirect(url_for("boards.unit", code=tag.unit_code), 303)
    if tag.status == "blank":
        return render_template(
            "tags/blank.html", tag=tag, form=forms.BlankForm(), animals=queries.untagged()
        )
    if tag.animal_id is None:
        return render_template("tags/revoked.html", tag=tag, spoken=check.spoken)
    return render_template(
        "tags/card.html", found=None, animal_id=tag.animal_id, spoken=check.spoken(tag.number),
        revoked=tag,
    )  # fmt: skip


def _spoken_here() -> dict[str, Any]:
    """The language that the stranger asked for, or that their browser reads best."""
    reads = [tongue.partition("-")[0].lower() for tongue in request.accept_languages.values()]
    lang = finder_words.language(request.args.get("lang", ""), reads)
    return {"lang": lang, "said": finder_words.words(lang), "tongues": finder_words.WORDS}


def _in_their_language(page: str, code: int = 200) -> Response:
    answer = Response(page, code, mimetype="text/html")
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _finder(number: str, form: Any = None, code: int = 200) -> Any:
    page = render_template(
        "tags/finder.html", number=check.tidy(number)[:8], form=form or forms.FoundForm(),
        phone=current_app.config["CENTRE_PHONE"], whatsapp=current_app.config["CENTRE_WHATSAPP"],
        address=current_app.config["CENTRE_ADDRESS"], **_spoken_here(),
    )  # fmt: skip
    return _in_their_language(page, code)


@bp.post("/T/<number>/found")
@allow("public")
def found(number: str) -> Any:
    """A stranger tells where a tagged animal is. Any number is answered alike."""
    form = forms.FoundForm.posted()
    if not form.validate():
        return _finder(number, form, 422)
    address = hashlib.sha256(
        f"{current_app.config['SECRET_KEY']}{request.remote_addr}".encode()
    ).hexdigest()
    if finder_rules.is_flooding(address, clock.now()):
        abort(429)
    with refusals_on(form):
        photos = [
            media.seal(one.stream, "finder.jpg", by=None, at=clock.now(), images_only=True,
                       field="photo")
            for one in form.photo.data
        ]  # fmt: skip
        finder_rules.report(
            number, form.where.data, at=clock.now(), contact=form.contact.data,
            message=form.message.data, address_hash=address, position=form.position,
            photo=photos[0] if photos else None,
        )  # fmt: skip
        db.session.commit()
        return redirect(url_for(".thanks", lang=_spoken_here()["lang"]), 303)
    return _finder(number, form, 422)


@bp.get("/thanks")
@allow("public")
def thanks() -> Response:
    """After a stranger told us."""
    phone = current_app.config["CENTRE_PHONE"]
    return _in_their_language(render_template("tags/thanks.html", phone=phone, **_spoken_here()))


@bp.route("/scan", methods=["GET", "POST"])
@allow(*CARE)
def scan() -> Any:
    """Type the number on a tag."""
    form = forms.ScanForm.posted()
    if request.method == "POST" and form.validate():
        return redirect(url_for(".open_tag", number=check.tidy(form.number.data)), 303)
    page = render_template("tags/scan.html", form=form, unknown="")
    return page, 422 if form.errors else 200
