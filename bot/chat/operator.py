"""What the operator must know, in one place: a line in the log for each thing that needs a person."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

Tell = Callable[[str], None]

FOREIGN = "another program holds this token; revoke it with BotFather if it is not yours"


def tell(line: str) -> None:
    """Tell the operator something that no retry will mend."""
    log.error("operator.told %s", line)
