"""What machines read in a PDF: its text by two readers, its pages as pictures, its codes."""

import re
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image
from reportlab.platypus import KeepTogether, Table

from rescue_center.documents.signing import Signature
from rescue_center.documents.text import Text


def words(flowables: Iterable[Any]) -> list[str]:
    """Every text that a paper is made of, in its order, before it is set on pages."""
    found: list[str] = []
    for part in flowables:
        if isinstance(part, Text):
            found.append(part.source)
        elif isinstance(part, Table):
            found += words(cell for row in part._cellvalues for cell in row)
        elif isinstance(part, KeepTogether):
            found += words(part._content)
        elif isinstance(part, list | tuple):
            found += words(part)
        elif isinstance(part, Signature):
            found += [part.role, *part.lines]
    return found


def by_pdfium(pdf: bytes) -> str:
    return "\n".join(texts(pdf))


def texts(pdf: bytes) -> list[str]:
    """The text of each page, as pdfium (Chromium's reader) finds it."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        found = [page.get_textpage().get_text_range() for page in document]
    return [text.replace("\r\n", "\n") for text in found]


def by_poppler(pdf: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["pdftotext", "-layout", file.name, "-"]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def squeezed(text: str) -> str:
    """`text` with every stretch of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def pages(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def codes(pdf: bytes, dpi: int = 200) -> list[str]:
    """Every QR code on every page, as a scanner reads it from the picture."""
    wanted = zxingcpp.BarcodeFormat.QRCode
    return [
        code.text
        for page in pages(pdf, dpi)
        for code in zxingcpp.read_barcodes(page, formats=wanted)
    ]


def save(pdf: bytes, to: Path) -> Path:
    to.write_bytes(pdf)
    return to
