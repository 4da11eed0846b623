"""The sandbox of a programme, where there is one."""

from stages.models import Programme


def of(programme: Programme) -> Programme | None:
    """The latest sandbox: those before it were put aside."""
    return programme.sandboxes.order_by("-pk").first()
