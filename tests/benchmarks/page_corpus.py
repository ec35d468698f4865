"""A folder of saved pages, as the benchmarks read one."""

import gzip
import json
from pathlib import Path
from typing import Any

PARAGRAPHS = [
    f"Paragraph {n}: the ferry to Lund was late on day {n}, and nobody on the quay of Port Alder "
    f"could say when number {n} would come."
    for n in range(8)
]
TITLE = "The ferries of Port Alder are late again"


def page(*parts: str, head: str = "") -> str:
    """An article page of `PARAGRAPHS` and what else it is to have before the last of them."""
    paragraphs = [f"<p>{words}</p>" for words in PARAGRAPHS]
    inside = "".join([*paragraphs[:-1], *parts, paragraphs[-1]])
    return (
        f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><nav>Home</nav>"
        f"<article><h1>{TITLE}</h1>{inside}</article><footer>Imprint</footer></body></html>"
    )


def save(folder: Path, pages: dict[str, str], rows: dict[str, dict[str, Any]]) -> None:
    """Writes the pages and one row of the gold for each, with their address."""
    lines = []
    for id_, html in pages.items():
        (folder / f"{id_}.html.gz").write_bytes(gzip.compress(html.encode()))
        row = {"id": id_, "url": f"https://{id_}.example/ferries", "html": f"{id_}.html.gz"}
        lines.append(json.dumps(row | rows[id_]))
    (folder / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
