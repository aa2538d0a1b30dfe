"""The staff guide as a page that every browser opens and prints: `python docs/make_guide.py` writes panduan.html."""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt

DOCS = Path(__file__).parent

PAGE = """\
<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Panduan Kecuali</title>
<style>
body {{ font: 16px/1.5 Calibri, Carlito, "Segoe UI", sans-serif; color: #1b1b1b }}
body {{ max-width: 52rem; margin: 2rem auto; padding: 0 1rem }}
h1, h2 {{ color: #1f3864; line-height: 1.2 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #8a8a8a; padding: .3rem .5rem; text-align: left; vertical-align: top }}
th {{ background: #dce9f5 }}
blockquote {{ margin: 0; padding: .2rem 1rem; border-left: 4px solid #b8520a; background: #fdf4ea }}
code {{ font-family: Consolas, monospace; background: #f0f0f0; padding: 0 .2rem }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere }}
img {{ max-width: 100%; height: auto; border: 1px solid #8a8a8a }}
hr {{ border: 0; border-top: 1px solid #8a8a8a; margin: 2rem 0 }}
@media (max-width: 40rem) {{
  th, td {{ padding: .3rem; overflow-wrap: break-word }}
  code, td a {{ overflow-wrap: anywhere }}
}}
@media (max-width: 21.5rem) {{
  th, td {{ overflow-wrap: anywhere }}
}}
@page {{ size: A4; margin: 14mm }}
@media print {{
  body {{ font-size: 9.5pt; line-height: 1.35; margin: 0; max-width: none }}
  p, ul, ol, table {{ margin-top: .5em; margin-bottom: .5em }}
  th, td {{ padding: .15rem .4rem }}
  hr {{ border: 0; margin: 0; break-after: page }}
  img {{ max-height: 52mm }}
  tr, img, blockquote {{ break-inside: avoid }}
}}
</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def render(markdown: str) -> str:
    """The guide as one HTML page; headings get the anchors that links within it use, pictures open at full size."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = re.sub(r'<img src="([^"]+)"[^>]*>', r'<a href="\1">\g<0></a>', parser.render(markdown))
    return PAGE.format(body=re.sub(r"<h([1-6])>(.*?)</h\1>", _with_anchor, body))


def anchor(heading: str) -> str:
    """The name under which a heading can be linked to, the way code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _with_anchor(found: re.Match[str]) -> str:
    level, text = found.groups()
    return f'<h{level} id="{anchor(html.unescape(text))}">{text}</h{level}>'


def main() -> int:
    page = render((DOCS / "panduan.md").read_text(encoding="utf-8"))
    (DOCS / "panduan.html").write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
