"""A flow as a picture (SVG) for the documentation, from the same file that leads people: one box for each node, placed
by how far it is from the beginning; dashed boxes lead into other flows. Pure; knows no page and no wiki."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from app.flows.flow import Flow, Flows, Node, Outcome, Place, Question, Turn

WIDTH, GAP_ACROSS, GAP_DOWN, LINE, EDGE = 250, 130, 22, 17, 12
LETTERS = 34
FILL = {"question": "#ffffff", "turn": "#eaecf0", "outcome": "#dfe7ff", "elsewhere": "#ffffff"}


@dataclass(frozen=True)
class Box:
    """A node as drawn. `x` and `y` of its upper corner, in pixels."""

    place: Place
    kind: str
    lines: tuple[str, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        return len(self.lines) * LINE + 2 * EDGE


def draw(flow: Flow, flows: Flows) -> str:
    """The picture of one flow, as the text of an SVG file."""
    ways = list(_ways(flow, flows))
    boxes = _boxes(flow, flows, ways)
    across = max(box.x for box in boxes.values()) + WIDTH + EDGE
    down = max(box.y + box.height for box in boxes.values()) + EDGE
    parts = [_arrow(boxes[start], boxes[end], label) for start, end, label in ways]
    parts += [_drawn(box) for box in boxes.values()]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
    return "\n".join(
        (f'{head} role="img" font-family="sans-serif" font-size="13">', _title(flow), *parts, "</svg>", "")
    )


def _title(flow: Flow) -> str:
    return f"<title>{escape(flow.title)}</title>"


def _ways(flow: Flow, flows: Flows) -> Iterable[tuple[Place, Place, str]]:
    """From, to, and the answer or the conditions that lead there."""
    for node in flow.nodes.values():
        for go, label in _labelled(node):
            yield Place(flow.id, node.id), flows.place(flow.id, go), label


def _labelled(node: Node) -> Iterable[tuple[str, str]]:
    match node:
        case Question():
            for answer in node.answers:
                if go := answer.go or node.go:
                    yield go, answer.value
                yield from ((name, f"+ {answer.value}") for name in answer.adds)
        case Outcome():
            yield from ((name, "+") for name in node.adds)
        case Turn():
            for rule in node.rules:
                label = ", ".join(f"{each.of} is {each.value}" for each in rule.when) or "else"
                yield rule.go, label
                yield from ((name, f"+ {label}") for name in rule.adds)


def _boxes(flow: Flow, flows: Flows, ways: Sequence[tuple[Place, Place, str]]) -> dict[Place, Box]:
    depths = {Place(flow.id, name): 0 for name in flow.nodes} | {end: 0 for _, end, _ in ways}
    # A flow has no circles, so after as many rounds as there are boxes each stands right of all that lead to it.
    for _ in depths:
        for start, end, _label in ways:
            depths[end] = max(depths[end], depths[start] + 1)
    filled: dict[int, int] = {}
    boxes = {}
    for place, depth in depths.items():
        kind, lines = _content(flow, flows, place)
        top = filled.get(depth, EDGE)
        boxes[place] = box = Box(place, kind, lines, EDGE + depth * (WIDTH + GAP_ACROSS), top)
        filled[depth] = top + box.height + GAP_DOWN
    return boxes


def _content(flow: Flow, flows: Flows, place: Place) -> tuple[str, tuple[str, ...]]:
    if place.flow != flow.id:
        return "elsewhere", tuple(wrap(f"{flows.by_id[place.flow].title} ({place.node})", LETTERS))
    match node := flows.find(place):
        case Question():
            return "question", tuple(wrap(node.ask, LETTERS))
        case Outcome():
            return "outcome", (f"{node.route.value}, {node.urgency.code}", *wrap(node.say, LETTERS))
        case Turn():
            return "turn", (node.id,)


def _drawn(box: Box) -> str:
    dashes = ' stroke-dasharray="5 4"' if box.kind == "elsewhere" else ""
    shape = (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="{12 if box.kind == "outcome" else 3}"'
        f' fill="{FILL[box.kind]}" stroke="#54595d"{dashes}/>'
    )
    lines = [
        f'<text x="{box.x + EDGE}" y="{box.y + EDGE + LINE * number + 13}" fill="#202122">{escape(line)}</text>'
        for number, line in enumerate(box.lines)
    ]
    return "\n".join((shape, *lines))


def _arrow(start: Box, end: Box, label: str) -> str:
    x, y, to_x, to_y = start.x + WIDTH, start.y + start.height // 2, end.x, end.y + end.height // 2
    middle = (x + to_x) // 2
    line = f'<path d="M{x} {y} C{middle} {y} {middle} {to_y} {to_x} {to_y}" fill="none" stroke="#72777d"/>'
    words = f'<text x="{to_x - 6}" y="{to_y - 4}" font-size="11" fill="#54595d" text-anchor="end">'
    return f"{line}\n{words}{escape(label)}</text>"
