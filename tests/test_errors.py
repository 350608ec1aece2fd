import bot.errors
from bot.errors import BotError


def tree(kind: type[BotError], depth: int = 0) -> list[tuple[int, str]]:
    below = [line for child in kind.__subclasses__() for line in tree(child, depth + 1)]
    return [(depth, kind.__name__), *below]


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = []
    for line in (bot.errors.__doc__ or "").splitlines():
        name = line.lstrip("├└─│ ").split(" ")[0]
        if name.endswith("Error"):
            drawn.append(((line.index(name) + 3) // 4, name))

    here = [(depth, name) for depth, name in tree(BotError) if hasattr(bot.errors, name)]
    assert drawn == here
