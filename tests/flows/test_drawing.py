"""Flows as pictures: well-formed, complete, harmless whatever the words are; the docs hold what the code draws."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.flows.drawing import draw
from app.flows.flow import Flow, Outcome, Question
from app.settings import ROOT
from tests.flows.telling_flows import FLOWS, small

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = ROOT / "docs" / "flows"
HOSTILE = "</text><script>alert(1)</script>&\\\"'"


def texts(picture: str) -> str:
    """Every word of the picture; the lines of a box run into each other."""
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own picture
    assert root.tag == f"{SVG}svg"
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("flow", FLOWS.by_id.values(), ids=lambda flow: flow.id)
def test_every_node_and_every_answer_is_in_the_picture(flow: Flow) -> None:
    picture = draw(flow, FLOWS)
    words = texts(picture)
    for node in flow.nodes.values():
        match node:
            case Question():
                assert node.ask in words
                assert all(f"• {answer.value}" in words for answer in node.answers)
            case Outcome():
                assert f"{node.route.value}, {node.urgency.code} {node.say}" in words
            case _:
                assert node.id in words.split()
    boxes = [box for box in ElementTree.fromstring(picture).iter(f"{SVG}rect") if box.get("stroke")]  # noqa: S314
    assert len(boxes) >= len(flow.nodes)


@pytest.mark.parametrize("flow", FLOWS.by_id.values(), ids=lambda flow: flow.id)
def test_no_box_lies_on_another_or_outside(flow: Flow) -> None:
    root = ElementTree.fromstring(draw(flow, FLOWS))  # noqa: S314 - our own picture
    across, down = int(root.get("width", "0")), int(root.get("height", "0"))
    boxes = [
        [int(box.get(name, "0")) for name in ("x", "y", "width", "height")]
        for box in root.iter(f"{SVG}rect")
        if box.get("stroke")
    ]
    for x, y, width, height in boxes:
        assert x >= 0 and y >= 0 and x + width <= across and y + height <= down
    columns: dict[int, int] = {}
    for x, y, _, height in sorted(boxes):
        assert y >= columns.get(x, 0)
        columns[x] = y + height


def test_hostile_words_are_words(tmp_path: Path) -> None:
    flows = small(
        tmp_path,
        ('title = "A small flow"', f"title = '''{HOSTILE}'''"),
        ('ask = "What is it?"', f"ask = '''{HOSTILE}'''"),
        ('say = "Local"', f"say = '''{HOSTILE}'''"),
    )
    picture = draw(flows.by_id["small"], flows)
    assert "<script>" not in picture
    assert texts(picture).count(HOSTILE) == 2


def test_ways_into_other_flows_are_dashed_boxes() -> None:
    root = ElementTree.fromstring(draw(FLOWS.by_id["threat"], FLOWS))  # noqa: S314 - our own picture
    assert [box for box in root.iter(f"{SVG}rect") if box.get("stroke-dasharray")]
    assert FLOWS.by_id["revision-deletion"].title[:20] in texts(draw(FLOWS.by_id["threat"], FLOWS))


def test_the_pictures_in_the_docs_are_what_the_code_draws() -> None:
    drawn = {f"{flow.id}.svg": draw(flow, FLOWS) for flow in FLOWS.by_id.values()}
    kept = {path.name: path.read_text("utf-8") for path in PICTURES.iterdir()}
    assert kept == drawn, "python -m app flow --draw"
