"""Copy what pages and papers use from `node_modules` to `static/vendor`, licences with it."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

#: The decoder's own, at the version that it was built for: another one crashes it.
ZXING = next(
    (name for name in ("barcode-detector/node_modules/zxing-wasm",) if (PACKAGES / name).is_dir()),
    "zxing-wasm",
)

#: Package, its folder below static/vendor, and the files (patterns) taken.
TAKEN = (
    (
        "@expo-google-fonts/noto-sans",
        "fonts",
        ("400Regular/*.ttf", "400Regular_Italic/*.ttf", "600SemiBold/*.ttf"),
    ),
    ("@expo-google-fonts/noto-sans-khmer", "fonts", ("400Regular/*.ttf", "600SemiBold/*.ttf")),
    ("@expo-google-fonts/noto-sans-math", "fonts", ("400Regular/*.ttf",)),
    ("@expo-google-fonts/noto-sans-thai", "fonts", ("400Regular/*.ttf", "600SemiBold/*.ttf")),
    ("@expo-google-fonts/noto-sans", "fonts", ("LICENSE_FONT",)),
    ("lucide-static", "icons", ("LICENSE",)),
    ("idb", "idb", ("build/index.js", "LICENSE")),
    (
        "barcode-detector",
        "decoder",
        ("dist/es/ponyfill.js", "dist/es/zxing-exported.js", "LICENSE"),
    ),
    (ZXING, "decoder", ("dist/reader/zxing_reader.wasm",)),
)


def main() -> None:
    """Make static/vendor anew, so that nothing stays of a package no longer used."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, folder, patterns in TAKEN:
        target = VENDOR / folder
        target.mkdir(parents=True, exist_ok=True)
        for pattern in patterns:
            found = sorted((PACKAGES / package).glob(pattern))
            if not found:
                raise SystemExit(f"The npm package {package} has no {pattern} (tools/vendor.py)")
            for file in found:
                shutil.copyfile(file, target / file.name)
    copy_icons(PACKAGES / "lucide-static" / "icons", VENDOR / "icons")


def copy_icons(source: Path, target: Path) -> None:
    """The icons named in rescue_center/icons.py."""
    sys.path.insert(0, str(ROOT))
    from rescue_center import icons

    if missing := icons.copy(source, target):
        raise SystemExit(f"These icons are not in lucide-static: {', '.join(missing)}")


if __name__ == "__main__":
    main()
