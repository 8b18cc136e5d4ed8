"""What is sealed, what is refused, and that the bytes stay what they were."""

import hashlib
import io
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, scoped_session
from werkzeug.datastructures import FileStorage

from rescue_center import clock, journal
from rescue_center.db import db
from rescue_center.errors import Missing, Refused, constraint_of
from rescue_center.journal.models import Entry
from rescue_center.media import picture, rules, store
from rescue_center.media.models import Media
from tests.media import makers
from tests.staff.makers import make_person

NOW = clock.now()


def seal(source: bytes, name: str = "IMG_1.jpg", **how: bool) -> Media:
    return rules.seal(source, name, by=None, at=NOW, field="photos", **how)


def left(folder: Path) -> list[Path]:
    return [f for f in folder.rglob("*") if f.is_file()]


def test_the_bytes_are_kept_exactly_under_their_hash(folder: Path) -> None:
    sent = makers.photograph()
    media = seal(sent)
    file = store.sealed(media.sha256)
    assert file.read_bytes() == sent
    assert file.name == media.sha256 == hashlib.sha256(sent).hexdigest()
    assert stat.S_IMODE(file.stat().st_mode) == 0o440
    assert (media.size, media.mime, media.width, media.height) == (
        len(sent), "image/jpeg", 640, 480,
    )  # fmt: skip
    with rules.open_original(media) as opened:
        assert opened.read() == sent
    assert left(folder) == [file]


def test_it_takes_bytes_a_stream_or_what_a_browser_sent() -> None:
    sent = makers.photograph(width=100)
    sources = (sent, io.BytesIO(sent), FileStorage(io.BytesIO(sent), "a.jpg"))
    ids = {rules.seal(s, "a.jpg", by=None, at=NOW).id for s in sources}  # type: ignore[arg-type]
    assert len(ids) == 1


def test_the_same_bytes_twice_are_one_file_and_one_act() -> None:
    person = make_person()
    sent = makers.photograph(width=200)
    first = rules.seal(sent, "a.jpg", by=person, at=NOW)
    second = rules.seal(sent, "b.jpg", by=None, at=NOW)
    assert first is second
    assert (first.original_name, first.sealed_by_id) == ("a.jpg", person.id)
    journal.settle()
    sealed = sa.select(Entry.subject).where(Entry.verb == "sealed a file")
    assert db.session.scalars(sealed).all() == [f"media:{first.id}"]


def test_when_it_was_taken_is_the_cameras_claim() -> None:
    assert seal(makers.photograph(width=101)).taken_at_claimed == "2016:06:04 09:30:00"
    assert (
        seal(makers.photograph(width=102, taken="\0\x07" + "x" * 90)).taken_at_claimed == "x" * 40
    )
    assert seal(makers.saved(makers.Image.new("RGB", (9, 9)), "PNG")).taken_at_claimed is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_of_three_kinds_are_kept(kind: str) -> None:
    media = seal(makers.saved(makers.Image.new("RGB", (50, 40), "blue"), kind))
    assert media.mime == f"image/{kind.lower()}"


def test_a_phones_double_jpeg_is_a_jpeg() -> None:
    frames = [makers.Image.new("RGB", (64, 64), c) for c in ("red", "blue")]
    sent = makers.saved(frames[0], "MPO", save_all=True, append_images=frames[1:])
    assert seal(sent).mime == "image/jpeg"


def test_a_pdf_is_kept_where_papers_are_taken_and_refused_where_photographs_are() -> None:
    assert seal(makers.PDF, "order.pdf").mime == "application/pdf"
    with pytest.raises(Refused, match="is not a photograph"):
        seal(makers.PDF, "order.jpg", images_only=True)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "is empty"),
        (makers.TEXT, "is not a photograph"),
        (makers.HTML, "is not a photograph"),
        (makers.SVG, "is not a photograph"),
        (makers.HEIC, "HEIC format of Apple"),
        (b"MZ\x90\0" * 50, "is not a photograph"),
        (b"GIF89a" + b"\0" * 100, "is not a photograph"),
        (makers.photograph()[:3000], "is damaged"),
        (makers.photograph()[:30], "is damaged"),
        (makers.saved(makers.Image.new("RGB", (90, 90)), "PNG")[:-40], "is damaged"),
        (makers.saved(makers.Image.effect_noise((90, 90), 9), "WEBP")[:-400], "is damaged"),
        (makers.moving("PNG"), "moves"),
        (makers.moving("WEBP"), "moves"),
        (makers.bomb(50_000, 50_000), "too many pixels"),
        (makers.bomb(10_000, 10_000), "more than 50 million pixels"),
        (makers.resized_jpeg(65_000, 65_000), "too many pixels"),
        (makers.resized_jpeg(9_000, 9_000, progressive=True), "more than 50 million pixels"),
        (b"%PDF-1.4 and no end", "JPEG, PNG, WebP or PDF file"),
    ],
)
def test_what_is_no_photograph_is_refused_with_a_sentence_and_leaves_nothing(
    folder: Path, sent: bytes, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        seal(sent, "holiday.jpg")
    assert why in refused.value.sentence
    assert refused.value.sentence.startswith("“holiday.jpg” ")
    assert refused.value.sentence.endswith(".")
    assert refused.value.field == "photos"
    assert left(folder) == []


def test_too_large_is_refused_before_it_fills_the_disk(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_UPLOAD_MB", 1)
    noise = io.BytesIO(b"\xff\xd8\xff" + b"x" * (80 << 20))
    with pytest.raises(Refused, match="larger than 1 MB"):
        seal(noise)  # type: ignore[arg-type]
    assert noise.tell() <= 3 << 20
    assert left(folder) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\photos\\IMG 1.jpg", "IMG 1.jpg"), ("", "file"),
        ("a\0b\n.jpg", "ab.jpg"), ("gpj.\u202eexe.jpg", "gpj.exe.jpg"), ("x" * 300, "x" * 200),
        ("ស្វា.jpg", "ស្វា.jpg"), ("/", "file"),
    ],
)  # fmt: skip
def test_a_name_is_a_name_and_no_path(sent: str, kept: str) -> None:
    assert rules.plain_name(sent) == kept


@pytest.mark.filterwarnings("ignore::UserWarning")  # the decoder's own, of what it leaves out
def test_hostile_bytes_never_break_more_than_a_sentence() -> None:
    """Every twentieth byte of each kind of picture, changed; every length, cut."""
    kinds = [
        makers.photograph(64, 48),
        makers.photograph(64, 48, progressive=True),
        makers.saved(makers.Image.effect_noise((40, 40), 50), "PNG"),
        makers.saved(makers.Image.effect_noise((40, 40), 50), "WEBP"),
    ]
    for whole in kinds:
        path = store.folder() / "drafts" / "hostile"
        path.parent.mkdir(parents=True, exist_ok=True)
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            for broken in (
                whole[:at], whole[:at] + b"\xff\xff" + whole[at + 2 :],
                whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :],
            ):  # fmt: skip
                path.write_bytes(broken)
                try:
                    picture.look(path)
                except picture.NotAPicture:
                    continue
        path.unlink()


@pytest.mark.parametrize("attack", [sa.update(Media).values(mime="x"), sa.delete(Media)])
def test_a_row_is_never_changed_or_deleted(
    session: scoped_session[Session], attack: sa.Update | sa.Delete
) -> None:
    seal(makers.photograph(width=103))
    with pytest.raises(sa.exc.DBAPIError) as error:
        session.execute(attack)
    assert constraint_of(error.value) == "media_is_append_only"


def test_a_file_that_is_gone_is_missing() -> None:
    media = seal(makers.photograph(width=104))
    store.sealed(media.sha256).unlink()
    with pytest.raises(Missing):
        rules.open_original(media)
    with pytest.raises(Missing):
        rules.derivative(media, 320)


# --- smaller pictures ----------------------------------------------------------------------


@pytest.mark.parametrize("size", [96, 320, 1280])
def test_smaller_pictures_fit_and_tell_nothing_of_place_or_camera(size: int) -> None:
    media = seal(makers.photograph(2000, 1500))
    file = rules.derivative(media, size)
    with makers.Image.open(file) as small:
        assert small.format == "WEBP"
        assert small.size == (size, size * 3 // 4)
        assert not small.getexif()
        assert "exif" not in small.info
        assert "icc_profile" not in small.info
    raw = file.read_bytes()
    for told in (b"SERIAL-4711", b"Camera maker", b"EXIF", b"XMP", b"2016:06"):
        assert told not in raw


def test_small_pictures_are_not_blown_up_and_turned_ones_stand_upright() -> None:
    media = seal(makers.photograph(60, 40, turned=6))
    with makers.Image.open(rules.derivative(media, 320)) as small:
        assert small.size == (40, 60)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16", "CMYK"])
def test_odd_kinds_of_pixels_are_shown(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    media = seal(makers.saved(makers.Image.new(mode, (500, 400)), kind))
    assert rules.derivative(media, 96).exists()


def test_a_picture_is_made_once_and_again_when_it_is_lost() -> None:
    media = seal(makers.photograph(800, 600))
    file = rules.derivative(media, 96)
    made = file.stat().st_mtime_ns
    assert rules.derivative(media, 96).stat().st_mtime_ns == made
    file.unlink()
    assert rules.derivative(media, 96).exists()


def test_other_sizes_and_papers_have_no_pictures() -> None:
    with pytest.raises(Missing):
        rules.derivative(seal(makers.photograph(width=105)), 5000)
    with pytest.raises(Missing):
        rules.derivative(seal(makers.PDF, "order.pdf"), 96)
