"""A flow as a picture (SVG) for the documentation, from the same file that leads people: one box for each node, placed
by how far it is from the beginning. Arrows leave a box beside the answer or the conditions they belong to; dashed ones
lead to what comes besides, dashed boxes into other flows. Pure; knows no page and no wiki."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from app.flows.flow import Flow, Flows, Node, Outcome, Place, Question, Turn

WIDTH, GAP_ACROSS, GAP_DOWN, LINE, EDGE = 290, 110, 22, 17, 12
LETTERS = 40
FILL = {"question": "#ffffff", "turn": "#eaecf0", "outcome": "#dfe7ff", "elsewhere": "#ffffff"}
DASHES = ' stroke-dasharray="5 4"'


@dataclass(frozen=True)
class Way:
    """From an answer or a rule (`port`, counted from 0 within its node) to a place."""

    start: Place
    port: int
    end: Place
    besides: bool


@dataclass(frozen=True)
class Box:
    """A node as drawn: what it says, then a line for each of its ways. `x` and `y` of its upper corner, in pixels."""

    kind: str
    lines: tuple[str, ...]
    ports: tuple[tuple[str, ...], ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        return (len(self.lines) + sum(len(port) for port in self.ports)) * LINE + 2 * EDGE

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    def port(self, number: int) -> int:
        """How far down an arrow leaves; a node without lines for its ways lets them leave in the middle."""
        if not self.ports:
            return self.middle
        above = len(self.lines) + sum(len(port) for port in self.ports[:number])
        return self.y + EDGE + above * LINE + LINE // 2


def draw(flow: Flow, flows: Flows) -> str:
    """The picture of one flow, as the text of an SVG file."""
    ways = list(_ways(flow, flows))
    boxes = _boxes(flow, flows, ways)
    across = max(box.x for box in boxes.values()) + WIDTH + EDGE
    down = max(box.y + box.height for box in boxes.values()) + EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
    return "\n".join(
        (
            f'{head} role="img" font-family="sans-serif" font-size="13">',
            f"<title>{escape(flow.title)}</title>",
            f'<rect width="{across}" height="{down}" fill="#f8f9fa"/>',
            *dict.fromkeys(_arrow(boxes[way.start], boxes[way.end], way) for way in ways),
            *(_drawn(box) for box in boxes.values()),
            "</svg>",
            "",
        )
    )


def _ways(flow: Flow, flows: Flows) -> Iterator[Way]:
    for node in flow.nodes.values():
        here = Place(flow.id, node.id)
        for port, (_, goes, adds) in enumerate(_leaving(node)):
            yield from (Way(here, port, flows.place(flow.id, go), besides=False) for go in goes)
            yield from (Way(here, port, flows.place(flow.id, name), besides=True) for name in adds)


def _leaving(node: Node) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """The words, the ways and what comes besides, for each answer or rule."""
    match node:
        case Question():
            for answer in node.answers:
                yield answer.value, [go for go in (answer.go or node.go,) if go], answer.adds
        case Turn():
            for rule in node.rules:
                yield " and ".join(f"{each.of} is {each.value}" for each in rule.when) or "else", [rule.go], rule.adds
        case Outcome():
            yield "", [], node.adds


def _boxes(flow: Flow, flows: Flows, ways: Sequence[Way]) -> dict[Place, Box]:
    depths = {Place(flow.id, name): 0 for name in flow.nodes} | {way.end: 0 for way in ways}
    # A flow has no circles, so after as many rounds as there are boxes each stands right of all that lead to it.
    for _ in depths:
        for way in ways:
            depths[way.end] = max(depths[way.end], depths[way.start] + 1)
    filled: dict[int, int] = {}
    boxes = {}
    for place, depth in depths.items():
        kind, lines, ports = _content(flow, flows, place)
        top = filled.get(depth, EDGE)
        boxes[place] = box = Box(kind, lines, ports, EDGE + depth * (WIDTH + GAP_ACROSS), top)
        filled[depth] = top + box.height + GAP_DOWN
    return boxes


def _content(flow: Flow, flows: Flows, place: Place) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    if place.flow != flow.id:
        return "elsewhere", tuple(wrap(f"→ {flows.by_id[place.flow].title} ({place.node})", LETTERS)), ()
    node = flows.find(place)
    ports = tuple(tuple(wrap(f"• {words}", LETTERS)) for words, _, _ in _leaving(node) if words)
    match node:
        case Question():
            return "question", tuple(wrap(node.ask, LETTERS)), ports
        case Outcome():
            return "outcome", (f"{node.route.value}, {node.urgency.code}", *wrap(node.say, LETTERS)), ports
        case Turn():
            return "turn", (node.id,), ports


def _drawn(box: Box) -> str:
    dashes = DASHES if box.kind == "elsewhere" else ""
    shape = (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="{12 if box.kind == "outcome" else 3}"'
        f' fill="{FILL[box.kind]}" stroke="#54595d"{dashes}/>'
    )
    inside = [(line, "#202122") for line in box.lines] + [(line, "#54595d") for port in box.ports for line in port]
    lines = [
        f'<text x="{box.x + EDGE}" y="{box.y + EDGE + LINE * number + 13}" fill="{colour}">{escape(line)}</text>'
        for number, (line, colour) in enumerate(inside)
    ]
    return "\n".join((shape, *lines))


def _arrow(start: Box, end: Box, way: Way) -> str:
    x, y, to_x, to_y = start.x + WIDTH, start.port(way.port), end.x, end.middle
    dashes = DASHES if way.besides else ""
    middle = to_x - GAP_ACROSS // 2
    return (
        f'<path d="M{x} {y} C{x + GAP_ACROSS // 2} {y} {middle} {to_y} {to_x} {to_y}" fill="none"'
        f' stroke="#72777d"{dashes}/>'
    )
