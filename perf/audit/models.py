"""The trail is written by the kernel; this room shows it."""
from ..kernel.trail import TrailLine

__all__ = ["TrailLine"]
