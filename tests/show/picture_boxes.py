"""What covers what in a scene, measured by matplotlib's fonts and paths, not by the code that placed the texts."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import cos, radians, sin

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from symflux.show.pictures.scene import Circle, Line, Polygon, Text

_SERIF = FontProperties(family="DejaVu Serif", math_fontfamily="cm")


@cache
def measured(text, size):
    """(width, height) in cm of the ink of a text."""
    box = TextPath((0, 0), text, size=size, prop=_SERIF).get_extents()
    return box.width * 2.54 / 72, box.height * 2.54 / 72


def rectangle(text):
    """The corners of a text, the larger of its two ways of writing."""
    sizes = [measured(text.plain, text.size), measured(f"${text.latex}$", text.size)]
    wide, high = (max(part) for part in zip(*sizes, strict=True))
    left = {"middle": -wide / 2, "start": 0.0, "end": -wide}[text.anchor]
    c, s = cos(radians(text.angle)), sin(radians(text.angle))
    corners = [(left, -high / 2), (left + wide, -high / 2), (left + wide, high / 2), (left, high / 2)]
    return [(text.at[0] + c * x - s * y, text.at[1] + s * x + c * y) for x, y in corners]


def outline(shape):
    """A closed path of a circle or polygon, the ribbon of a line."""
    if isinstance(shape, Circle):
        return Path.circle(shape.centre, shape.radius)
    if isinstance(shape, Line):
        return Path([*shape.points, *shape.points[::-1]])
    return Path([*shape.points, shape.points[0]])


def is_node(shape):
    """Whether it is a site or the box of a bath."""
    return isinstance(shape, Circle) or (isinstance(shape, Polygon) and shape.edge == "#000000")


def is_arrow(shape):
    return isinstance(shape, Polygon) and shape.edge == "#ffffff"


def collisions(scene):
    """Every pair of which one covers the other though it should not."""
    texts = [
        (text, Path([*(corners := rectangle(text)), corners[0]])) for text in scene.shapes if isinstance(text, Text)
    ]
    others = [(shape, outline(shape)) for shape in scene.shapes if not isinstance(shape, Text)]
    found = []
    for text, path in texts:
        own = [
            k for k, (s, a) in enumerate(others) if is_node(s) and a.contains_points(path.vertices, radius=1e-9).all()
        ]
        for shape, around in others[own[-1] + 1 if own else 0 :]:  # its own site or box hides what was drawn before
            if path.intersects_path(around, filled=not isinstance(shape, Line)):
                found.append((text.plain, shape))
    for (one, first), (other, second) in combinations(texts, 2):
        if first.intersects_path(second, filled=True):
            found.append((one.plain, other.plain))
    nodes = [(shape, path) for shape, path in others if is_node(shape)]
    for (one, first), (other, second) in combinations(nodes, 2):
        if first.intersects_path(second, filled=True):
            found.append((one, other))
    for place, (arrow, path) in enumerate(others):
        if is_arrow(arrow):  # the box drawn next after the arrow of a bath is its own, and hides its end
            own = others[place + 1][0] if arrow.title.startswith("bath") else None
            found += [(arrow.title, node) for node, around in nodes if node is not own and _reaches_into(path, around)]
    return found


def _reaches_into(arrow, node):
    """An arrow may touch the edge of the node that it points to."""
    middle = node.vertices.mean(axis=0)
    return arrow.intersects_path(Path(middle + 0.9 * (node.vertices - middle), node.codes), filled=True)
