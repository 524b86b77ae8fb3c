"""Trees from the events of a YAML parser, in the notation of the public YAML test suite."""

ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "\\": "\\", "0": "\0", "a": "\a", "v": "\v", "f": "\f", "e": "\x1b"}


def unescaped(text):
    pieces = iter(text)
    return "".join(ESCAPES[next(pieces)] if piece == "\\" else piece for piece in pieces)


def documents(text):
    """The trees that the events say: text, None for a value left out, a list, or a tuple of pairs for a map."""
    roots, open_nodes = [], []
    for line in text.split("\n"):
        kind, _, rest = line.partition(" ")
        if kind in ("+SEQ", "+MAP"):
            open_nodes.append((kind, []))
            continue
        if kind in ("-SEQ", "-MAP"):
            opened, children = open_nodes.pop()
            node = children if opened == "+SEQ" else tuple(zip(children[::2], children[1::2]))
        elif kind == "=VAL":
            while rest[0] in "&<":  # an anchor or a tag
                rest = rest.partition(" ")[2]
            node = None if rest == ":" else unescaped(rest[1:])
        elif kind == "=ALI":
            node = ("an alias", rest)
        else:
            continue
        (open_nodes[-1][1] if open_nodes else roots).append(node)
    return roots
